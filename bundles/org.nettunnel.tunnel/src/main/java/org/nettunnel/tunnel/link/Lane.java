package org.nettunnel.tunnel.link;

import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.StreamObserver;
import org.nettunnel.api.tunnel.StreamOffer;
import org.nettunnel.tunnel.edge.ControlEdge;
import org.nettunnel.tunnel.link.LaneOwner.StreamWatch;
import org.nettunnel.tunnel.wire.Counter;
import org.nettunnel.tunnel.wire.LinkSettings;
import org.nettunnel.tunnel.wire.PeerTally;
import org.nettunnel.tunnel.wire.Violation;

/// The streams of a session that share an event loop and, while there is one, a link; it outlives its links.
///
/// Streams speak and send by way of the present link; without one they wait, until another comes or their time is over.
/// **Threads:** its loop, but what is said to be for any thread.
public final class Lane {
    public final Loop loop;
    final LinkSettings settings;
    final LaneOwner owner;
    /// The session's.
    final PeerTally tally;
    final StreamBook book;
    final Entries entries;
    private final int number;
    final Ring ring = new Ring();
    private final OwedCredits owed = new OwedCredits();
    final Speakers speakers = new Speakers();
    private final LaneClock clock;
    private final @Nullable ControlEdge controlEdge;
    @Nullable Link link;
    private volatile boolean hasLink;
    private boolean isDraining;
    private boolean drainsItself;
    private boolean wasDrained;
    private boolean isOver;
    /// Written by any thread that sends a message: not on the path of streams.
    private final AtomicLong queued = new AtomicLong();
    /// Memory of bytes that wait: for CREDIT, or for a local socket.
    final Counter retained = new Counter();

    /// @param number 0 to 7; only lane 0 has the control stream
    /// @param grace  how long streams wait for another link
    public Lane(int number, Loop loop, LinkSettings settings, LaneOwner owner, boolean isInitiator, Duration grace) {
        this.number = number;
        this.loop = loop;
        this.settings = settings;
        this.owner = owner;
        this.tally = owner.tally();
        this.entries = new Entries(number, isInitiator, tally);
        this.book = new StreamBook(this, entries);
        this.clock = new LaneClock(this, loop, grace);
        this.controlEdge = number == 0 ? control() : null;
    }

    private ControlEdge control() {
        Stream control = new Stream(this, 0, new EndpointId(new UUID(0, 0)), "control");
        control.phase = Stream.Phase.OPEN;
        ControlEdge edge = new ControlEdge(owner::received, () -> ready(control), queued);
        control.edge = edge;
        entries.add(control);
        return edge;
    }

    /// Before it is used: who hears of its streams.
    public Lane watchedBy(StreamWatch watch) {
        book.watch = watch;
        return this;
    }

    // from any thread; where the loop was closed: RejectedExecutionException

    public int number() {
        return number;
    }

    /// Carries `edge` as a new stream; it belongs to the lane from here, and `observer` hears how it ends.
    ///
    /// @param patience how long it may wait where there is no link; zero: it is refused at once
    public void open(StreamOffer offer, SocketChannel edge, StreamObserver observer, Duration patience) {
        loop.execute(() -> book.opens(offer, edge, observer, patience));
    }

    /// Queues a message on the control stream, which only lane 0 has; a lost link loses none.
    public void send(byte[] message) {
        ControlEdge edge = controlEdge;
        if (edge == null) throw new IllegalStateException("lane " + number + " has no control stream");
        queued.addAndGet(message.length);
        loop.execute(() -> edge.send(message));
    }

    /// Bytes of messages that were queued and not yet sent.
    public long queuedMessageBytes() {
        return queued.get();
    }

    /// How long streams wait for another link; counts from the loss, also when the link is lost already.
    public void grace(Duration longest) {
        loop.execute(() -> clock.grace(longest));
    }

    /// Whether there is a link; nothing may have been heard of it yet.
    public boolean hasLink() {
        return hasLink;
    }

    /// The present link ends without a word, as when the wire breaks.
    public void cut(String reason) {
        loop.execute(() -> {
            Link present = link;
            if (present != null) present.lost(reason);
        });
    }

    /// The session is over: the peer is told on the present link, every stream ends with `code`, and the owner hears nothing more.
    public void end(CloseCode code, String reason) {
        if (loop.isThisThread()) ends(code, reason);
        else loop.execute(() -> ends(code, reason));
    }

    /// No new streams; those that are may end by themselves for as long as `longest`, also over other links.
    public void drain(Duration longest) {
        loop.execute(() -> drains(longest));
    }

    /// Asks something of the lane on its loop; for people and tests.
    public <T> CompletableFuture<T> ask(Supplier<T> question) {
        return loop.ask(question);
    }

    /// Streams that live now.
    public long liveStreams() {
        return book.live.get();
    }

    public long totalStreams() {
        return book.opened.get();
    }

    /// Streams and tombstones that have an id.
    public long remembered() {
        return entries.remembered();
    }

    /// Memory of bytes that are kept to be sent again, or wait for a local socket.
    public long retainedBytes() {
        return retained.get();
    }

    // on the loop, for people

    /// What admin shows of each stream.
    public List<StreamFacts> facts() {
        return book.facts();
    }

    /// Resets the streams that `chosen` names; returns how many.
    public int reset(Predicate<StreamFacts> chosen, CloseCode code, String reason) {
        return book.reset(chosen, code, reason);
    }

    // who has something to say

    /// `entry` has a control frame to send, before any DATA.
    void says(Entry entry, int what) {
        speakers.add(entry, what);
        wantsTurn();
    }

    /// A CREDIT is due 200 ms after the last delivery; the next link begins with one anyway.
    void owes(Stream stream) {
        Link present = link;
        if (present == null) return;
        long due = owed.add(stream, loop.now());
        if (due != 0) present.clock.arm(due);
    }

    long payOwed(long now, long latest) {
        return owed.pay(now, latest, stream -> says(stream, Entry.SAY_CREDIT));
    }

    // who has bytes to send

    /// `stream` may have bytes to send: it takes its place in the ring.
    void ready(Stream stream) {
        ring.add(stream);
        wantsTurn();
    }

    /// A stream of ours waits for its OPEN to be written.
    void queued(Stream stream) {
        if (link == null) waitsForLink(stream);
        else wantsTurn();
    }

    private void waitsForLink(Stream stream) {
        stream.waitsUntil = loop.now() + stream.patienceNanos;
        clock.waitsUntil(stream.waitsUntil);
    }

    /// The older link is stopped for good: what there is to say is in RESUME, and answers to it die.
    Resumption resume(Link fresh) {
        speakers.clear();
        return new Resumption(this, fresh);
    }

    // its link

    boolean hasRoom() {
        Link present = link;
        return present != null && present.hasRoom() && !present.isResuming();
    }

    void wantsTurn() {
        Link present = link;
        if (present != null) present.wantsTurn();
    }

    /// A new link takes over, and nothing of an older one is heard from here on; false when nobody needs it any more.
    boolean attach(Link fresh) {
        if (isOver) return false;
        Link older = link;
        if (older != null) {
            older.kill();
            detach();
        }
        link = fresh;
        hasLink = true;
        clock.attached();
        loop.keep(this);
        return true;
    }

    private void detach() {
        link = null;
        hasLink = false;
        owed.clear();
        book.openings.detached();
        entries.forEach(entry -> {
            if (entry instanceof Stream stream) stream.detached();
        });
        book.openings.forEachQueued(this::waitsForLink);
    }

    /// The present link is over, the session is not.
    void loses(Link gone, CloseCode code, String reason) {
        detach();
        clock.lost();
        owner.lost(this, gone, code, reason);
    }

    /// The grace time is over.
    void expires() {
        book.abortAll(CloseCode.SESSION_GONE, "the tunnel was down for " + clock.grace().toSeconds() + " s, longer than its streams wait");
        owner.expired(this);
    }

    // the end

    private void drains(Duration longest) {
        if (isOver || drainsItself) return;
        drainsItself = true;
        book.acceptNoMore();
        drainsFor(longest);
        Link present = link;
        if (present != null) present.owesGoAway();
    }

    /// The peer's GOAWAY 10.
    void toldToDrain(long last) throws Violation {
        book.peerTookUpTo(last);
        drainsFor(settings.drain());
        owner.goAway(this, CloseCode.SHUTTING_DOWN);
    }

    /// No OPEN any more, either way.
    private void drainsFor(Duration longest) {
        isDraining = true;
        book.close(CloseCode.SHUTTING_DOWN, "the tunnel is closing");
        clock.drainsUntil(loop.now() + longest.toNanos());
        wantsTurn();
    }

    boolean isDraining() {
        return isDraining;
    }

    /// Whether each link has to begin with our GOAWAY.
    boolean drainsItself() {
        return drainsItself;
    }

    void drainsNoLonger() {
        fails(CloseCode.SHUTTING_DOWN, "the streams did not end in time", false);
    }

    /// The present link has written everything.
    void checkDrained() {
        if (!isDraining || wasDrained || !book.isEmpty()) return;
        wasDrained = true;
        owner.drained(this);
    }

    /// A code that ends the session.
    void fails(CloseCode code, String reason, boolean byPeer) {
        if (isOver) return;
        Link present = link;
        if (present != null && byPeer) present.kill();
        over(code, reason);
        owner.failed(this, present, code, reason, byPeer);
    }

    private void ends(CloseCode code, String reason) {
        if (!isOver) over(code, reason);
    }

    private void over(CloseCode code, String reason) {
        Link present = link;
        if (present != null) present.lastWords(code);
        isOver = true;
        link = null;
        hasLink = false;
        clock.stop();
        loop.drop(this);
        book.endAll(code, reason);
        speakers.clear();
        ring.clear();
        owed.clear();
    }

    /// The loop cannot go on.
    void loopEnds(String reason) {
        Link present = link;
        if (present != null) present.kill();
        fails(CloseCode.INTERNAL, reason, false);
    }
}
