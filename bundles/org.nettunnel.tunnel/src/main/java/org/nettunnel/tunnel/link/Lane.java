package org.nettunnel.tunnel.link;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.StreamObserver;
import org.nettunnel.api.tunnel.StreamOffer;
import org.nettunnel.tunnel.wire.Counter;
import org.nettunnel.tunnel.wire.LinkSettings;
import org.nettunnel.tunnel.wire.PeerRates;
import org.nettunnel.tunnel.wire.Violation;

/// The streams of a session that share an event loop and, while there is one, a link; it outlives its links.
///
/// Holds what is remembered by id, the numbers of ids, who has control frames to say, and who has bytes to send.
/// **Threads:** its loop, but [#open], [#send], [#facts] and the counters.
public final class Lane {
    final Loop loop;
    final LinkSettings settings;
    final LaneOwner owner;
    private final boolean isInitiator;
    private final LongMap entries = new LongMap();
    private final Openings openings;
    private final ArrayDeque<Stream> ring = new ArrayDeque<>();
    private final OwedCredits owed = new OwedCredits();
    private final Speakers speakers = new Speakers();
    private @Nullable Link link;
    private final Stream control;
    private final ControlEdge controlEdge;
    private long lastOwnId;
    private long highestPeerId;
    private int peerEntries;
    private boolean isDraining;
    /// Written by any thread that sends a message: not on the path of streams.
    private final AtomicLong queued = new AtomicLong();
    private final Counter opened = new Counter();
    private final Counter live = new Counter();

    public Lane(Loop loop, LinkSettings settings, LaneOwner owner, boolean isInitiator) {
        this.loop = loop;
        this.settings = settings;
        this.owner = owner;
        this.isInitiator = isInitiator;
        this.openings = new Openings(this);
        control = new Stream(this, 0, new EndpointId(new java.util.UUID(0, 0)), "control");
        control.phase = Stream.Phase.OPEN;
        controlEdge = new ControlEdge(owner::received, () -> ready(control), queued);
        control.edge = controlEdge;
        entries.put(control);
    }

    // from any thread

    /// Carries `edge` as a new stream; it belongs to the lane from here, and `observer` hears how it ends.
    public void open(StreamOffer offer, SocketChannel edge, StreamObserver observer) {
        loop.execute(() -> opens(offer, edge, observer));
    }

    /// Closes a socket that no stream took, so that its application sees a reset.
    public static void reset(SocketChannel edge) {
        SocketEdge.resetNow(edge);
    }

    /// Queues a message on the control stream.
    public void send(byte[] message) {
        queued.addAndGet(message.length);
        loop.execute(() -> controlEdge.send(message));
    }

    /// Bytes of messages that were queued and not yet sent.
    public long queuedMessageBytes() {
        return queued.get();
    }

    /// Asks something of the lane on its loop; for people and tests.
    public <T> java.util.concurrent.CompletableFuture<T> ask(java.util.function.Supplier<T> question) {
        return loop.ask(question);
    }

    /// Streams that live now; read by any thread.
    public long liveStreams() {
        return live.get();
    }

    public long totalStreams() {
        return opened.get();
    }

    /// Shows each stream to `visitor`, on the loop.
    void forEachStream(java.util.function.Consumer<Stream> visitor) {
        entries.forEach(entry -> {
            if (entry instanceof Stream stream && stream.id != 0) visitor.accept(stream);
        });
        openings.forEachQueued(visitor);
    }

    /// What admin shows of each stream; on the loop.
    public List<StreamFacts> facts() {
        List<StreamFacts> facts = new ArrayList<>();
        forEachStream(stream -> facts.add(StreamFacts.of(stream)));
        return facts;
    }

    /// Resets the streams that `chosen` names; on the loop. Returns how many.
    public int reset(java.util.function.Predicate<StreamFacts> chosen, CloseCode code, String reason) {
        int[] count = {0};
        forEachStream(stream -> {
            if (!chosen.test(StreamFacts.of(stream))) return;
            stream.abort(code, reason);
            count[0]++;
        });
        return count[0];
    }

    // streams come

    private void opens(StreamOffer offer, SocketChannel edge, StreamObserver observer) {
        Stream stream = new Stream(this, offer.endpoint(), offer.client(), offer.compression(), observer);
        count();
        if (link == null || isDraining) {
            SocketEdge.resetNow(edge);
            stream.end(isDraining ? CloseCode.SHUTTING_DOWN : CloseCode.SESSION_GONE, "the tunnel went down");
            return;
        }
        try {
            stream.take(edge);
        } catch (IOException failed) {
            SocketEdge.resetNow(edge);
            stream.end(CloseCode.NORMAL, "the client had gone: " + failed.getMessage());
            return;
        }
        if (openings.queue(stream)) wantsTurn();
        else stream.end(CloseCode.BUSY, "the tunnel has as many streams as it may hold");
    }

    /// The peer's OPEN.
    void arrives(long id, EndpointId endpoint, String client) throws Violation {
        if (isOwn(id) || id <= highestPeerId) throw new Violation("OPEN for stream " + id + ", which is not the peer's next");
        if (peerEntries >= 2 * PeerRates.TOLERANCE * settings.streams())
            throw new Violation(CloseCode.BUSY, "OPENs went on while " + peerEntries + " streams were open or waited for the peer's answer");
        highestPeerId = id;
        peerEntries++;
        Stream stream = new Stream(this, id, endpoint, client);
        entries.put(stream);
        count();
        if (isDraining) stream.refuse(CloseCode.SHUTTING_DOWN, "this node is shutting down");
        else if (loop.budgets.isTight()) stream.refuse(CloseCode.MEMORY, "too many bytes wait for slow sockets at this node");
        else if (entries.size() > PeerRates.TOLERANCE * settings.streams())
            stream.refuse(CloseCode.BUSY, "more than " + settings.streams() + " streams at once");
        else if (!openings.dials(stream))
            stream.refuse(CloseCode.BUSY, "more than " + settings.unanswered() + " unanswered streams of one endpoint");
        else owner.arrived(new Arrival(stream));
    }

    private void count() {
        opened.add(1);
        live.add(1);
    }

    /// The next id of ours, as its OPEN is written.
    long admit(Stream stream) {
        lastOwnId += lastOwnId == 0 ? isInitiator ? 1 : 2 : 2;
        stream.openWritten(lastOwnId);
        entries.put(stream);
        return lastOwnId;
    }

    boolean hasRoomForOne(int peerStreams) {
        return entries.size() <= peerStreams;
    }

    void wasAnswered(Stream stream) {
        openings.answered(stream);
        if (!openings.isEmpty()) wantsTurn();
    }

    void unqueue(Stream stream) {
        openings.unqueue(stream);
    }

    // streams by id

    boolean isOwn(long id) {
        return (id & 1) == 1 == isInitiator;
    }

    @Nullable Entry entry(long id) {
        return entries.get(id);
    }

    /// Whether the id was ever used on this lane.
    boolean isKnown(long id) {
        return id <= (isOwn(id) ? lastOwnId : highestPeerId);
    }

    long highestPeerId() {
        return highestPeerId;
    }

    // streams go

    void forget(Entry entry) {
        entries.remove(entry.id);
        if (!isOwn(entry.id)) peerEntries--;
        wantsTurn();
    }

    /// Puts a tombstone in a stream's place.
    void bury(Tombstone tombstone, int say) {
        entries.put(tombstone);
        says(tombstone, say);
    }

    void streamEnded(Stream stream) {
        if (stream == control) return;
        live.add(-1);
        if (isDraining) wantsTurn();
    }

    boolean isEmpty() {
        return entries.size() == 1 && openings.isEmpty();
    }

    /// More waits for slow sockets than there is memory: who holds most goes.
    void checkMemory() {
        if (!loop.budgets.isOverdrawn()) return;
        Stream[] worst = new Stream[1];
        for (Lane lane : loop.lanes) lane.forEachStream(stream -> {
            Stream most = worst[0];
            if (most == null || stream.receiving.waiting.length() > most.receiving.waiting.length()) worst[0] = stream;
        });
        Stream most = worst[0];
        if (most != null) most.abort(CloseCode.MEMORY, "its socket takes too little, and memory is used up");
    }

    /// No OPEN any more, either way.
    void drains() {
        isDraining = true;
        openings.forEachQueued(stream -> stream.abort(CloseCode.SHUTTING_DOWN, "the tunnel is closing"));
    }

    boolean isDraining() {
        return isDraining;
    }

    // who has something to say

    /// `entry` has a control frame to send, before any DATA.
    void says(Entry entry, int what) {
        speakers.add(entry, what);
        wantsTurn();
    }

    /// What is to be said of forgotten ids is kept until the peer reads: not without end.
    void checkAnswers() throws Violation {
        if (speakers.size() - entries.size() > PeerRates.TOLERANCE * PeerRates.ANSWERS)
            throw new Violation(CloseCode.BUSY, "more than " + PeerRates.ANSWERS + " answers wait because the peer does not read");
    }

    @Nullable Entry nextSpeaker() {
        return speakers.next();
    }

    /// A CREDIT is due 200 ms after the last delivery.
    void owes(Stream stream) {
        Link present = link;
        long due = owed.add(stream, loop.now());
        if (present != null && due != 0) present.arm(due);
    }

    long payOwed(long now, long latest) {
        return owed.pay(now, latest, stream -> says(stream, Entry.SAY_CREDIT));
    }

    // who has bytes to send

    /// `stream` may have bytes to send: it takes its place in the ring.
    void ready(Stream stream) {
        if (!stream.isInRing) {
            stream.isInRing = true;
            ring.addLast(stream);
        }
        wantsTurn();
    }

    /// Each stream in the ring once, while the link has room; the next turn starts where this one stops.
    void pump(Link present) throws Violation {
        for (int count = ring.size(); count > 0 && present.hasRoom(); count--) {
            Stream stream = ring.removeFirst();
            stream.isInRing = false;
            if (stream.pump(present) && !stream.isInRing) {
                stream.isInRing = true;
                ring.addLast(stream);
            }
            stream.forgetIfSettled();
        }
    }

    boolean hasReady() {
        return !ring.isEmpty();
    }

    Openings openings() {
        return openings;
    }

    // its link

    boolean hasRoom() {
        Link present = link;
        return present != null && present.hasRoom();
    }

    private void wantsTurn() {
        Link present = link;
        if (present != null) present.wantsTurn();
    }

    void attach(Link fresh) {
        link = fresh;
        loop.lanes.add(this);
    }

    /// The loop cannot go on.
    void loopEnds(String reason) {
        Link present = link;
        if (present != null) present.gone(CloseCode.INTERNAL, reason);
    }

    /// The link is dead. Until sessions outlive links, so are its streams.
    void detach(CloseCode code, String reason) {
        link = null;
        loop.lanes.remove(this);
        speakers.clear();
        openings.forEachQueued(stream -> stream.abort(code, reason));
        entries.forEach(entry -> {
            if (entry instanceof Stream stream) stream.end(code, reason);
            entries.remove(entry.id);
        });
        ring.clear();
        owed.clear();
    }
}
