package org.nettunnel.tunnel.link;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.StreamObserver;
import org.nettunnel.api.tunnel.StreamOffer;
import org.nettunnel.tunnel.edge.SocketEdge;
import org.nettunnel.tunnel.link.LaneOwner.StreamWatch;
import org.nettunnel.tunnel.wire.Ceilings;
import org.nettunnel.tunnel.wire.Counter;
import org.nettunnel.tunnel.wire.LinkSettings;
import org.nettunnel.tunnel.wire.Violation;

/// The streams of one lane as they come and go: who may come, what is remembered of them, and how they are shown.
///
/// **Threads:** the lane's loop; the counters any.
final class StreamBook {
    private static final String TIGHT = "too much memory of this node is in use by slow connections";
    private final Lane lane;
    private final Loop loop;
    private final LinkSettings settings;
    final Entries entries;
    final Openings openings;
    final Counter opened = new Counter();
    final Counter live = new Counter();
    StreamWatch watch = StreamWatch.NOBODY;
    private boolean isClosed;
    private long tickets;
    /// Ids of the peer above it were never dialled; -1 while they are.
    private long lastAccepted = -1;

    StreamBook(Lane lane, Entries entries) {
        this.lane = lane;
        this.loop = lane.loop;
        this.settings = lane.settings;
        this.entries = entries;
        this.openings = new Openings(lane);
    }

    // streams come

    /// A stream of ours; where there is no link it waits for `patience` at most.
    void opens(StreamOffer offer, SocketChannel edge, StreamObserver observer, Duration patience) {
        Stream stream = new Stream(lane, offer, observer);
        stream.patienceNanos = patience.toNanos();
        stream.ticket = ++tickets;
        count();
        if (isClosed || !lane.hasLink() && patience.isZero()) {
            SocketEdge.resetNow(edge);
            boolean isDraining = lane.isDraining();
            stream.end(isDraining ? CloseCode.SHUTTING_DOWN : CloseCode.SESSION_GONE, isDraining ? "the tunnel is closing" : "the tunnel is down");
            return;
        }
        if (loop.budgets.isTight()) {
            SocketEdge.resetNow(edge);
            stream.end(CloseCode.MEMORY, limited("memory", TIGHT));
            return;
        }
        try {
            stream.take(edge);
        } catch (IOException failed) {
            SocketEdge.resetNow(edge);
            stream.end(CloseCode.NORMAL, "the client had gone: " + failed.getMessage());
            return;
        }
        if (openings.queue(stream, lane.hasLink())) lane.queued(stream);
        else stream.end(CloseCode.BUSY, limited("streams", "the tunnel has as many streams as it may hold"));
    }

    /// The peer's OPEN.
    void arrives(long id, EndpointId endpoint, String client) throws Violation {
        if (!entries.isNextOfPeer(id)) throw new Violation("OPEN for stream " + id + ", which is not the peer's next");
        if (crossedOurGoAway(id)) return;
        if (lane.tally.theirs() >= Ceilings.STREAMS_IN_ALL * Ceilings.TOLERANCE * settings.streams())
            throw new Violation(CloseCode.BUSY, "OPENs went on while " + lane.tally.theirs() + " streams were open or waited for the peer's answer");
        Stream stream = new Stream(lane, id, endpoint, client);
        entries.addOfPeer(stream);
        count();
        if (isClosed) stream.refuse(CloseCode.SHUTTING_DOWN, "this node is shutting down");
        else if (loop.budgets.isTight()) stream.refuse(CloseCode.MEMORY, limited("memory", TIGHT));
        else if (lane.tally.theirs() > Ceilings.TOLERANCE * settings.streams())
            stream.refuse(CloseCode.BUSY, limited("streams", "more than " + settings.streams() + " streams at once"));
        else if (!openings.dials(stream))
            stream.refuse(CloseCode.BUSY, limited("unanswered", "more than " + settings.unanswered() + " unanswered streams of one endpoint"));
        else lane.owner.arrived(lane, new Arrival(stream));
    }

    private String limited(String limit, String reason) {
        lane.owner.limited(lane, limit, reason);
        return reason;
    }

    private void count() {
        opened.add(1);
        live.add(1);
    }

    /// Gives the next id of ours, as its OPEN is written.
    void admit(Stream stream) {
        stream.openWritten(entries.nextOwnId());
        entries.add(stream);
    }

    boolean hasRoomForOne(int peerStreams) {
        return lane.tally.ours() < peerStreams;
    }

    /// Both ends are connected.
    void isOpen(Stream stream) {
        wasAnswered(stream);
        stream.phase = Stream.Phase.OPEN;
        if (watch.isOn()) watch.opened(StreamFacts.of(stream));
    }

    void wasAnswered(Stream stream) {
        openings.answered(stream);
        if (!openings.isEmpty()) lane.wantsTurn();
    }

    // streams go

    void forget(Entry entry) {
        entries.remove(entry);
        lane.wantsTurn();
    }

    /// Puts a tombstone in a stream's place.
    void bury(Tombstone tombstone, int say) {
        entries.replace(tombstone);
        lane.says(tombstone, say);
    }

    void streamEnded(Stream stream, CloseCode code, String reason) {
        if (stream.isControl()) return;
        live.add(-1);
        // without an id no OPEN of it was ever written
        if (stream.id != 0 && watch.isOn()) watch.ended(StreamFacts.of(stream), code, reason);
        if (isClosed) lane.wantsTurn();
    }

    /// Nothing is remembered, and nothing waits; the control stream does not count.
    boolean isEmpty() {
        return entries.isEmpty() && openings.isEmpty();
    }

    /// No OPEN any more, either way.
    void close(CloseCode code, String reason) {
        isClosed = true;
        openings.forEachQueued(stream -> stream.abort(code, reason));
    }

    /// Each stream ends, tombstones stay.
    void abortAll(CloseCode code, String reason) {
        forEachStream(stream -> stream.abort(code, reason));
    }

    /// Each stream ends, the control stream too, and nothing is remembered.
    void endAll(CloseCode code, String reason) {
        close(code, reason);
        entries.forEach(entry -> {
            if (entry instanceof Stream stream) stream.end(code, reason);
            entries.remove(entry);
        });
    }

    // GOAWAY

    /// From here the peer's next streams are not taken.
    void acceptNoMore() {
        lastAccepted = entries.highestPeerId();
    }

    /// What GOAWAY says.
    long lastAccepted() {
        return lastAccepted < 0 ? entries.highestPeerId() : lastAccepted;
    }

    /// We drain, and the peer did not know yet when it opened this one.
    boolean crossedOurGoAway(long id) {
        return lastAccepted >= 0 && id > lastAccepted && entries.isOnLane(id) && !entries.isOwn(id);
    }

    /// The peer drains: ids of ours above `last` it has never dialled.
    void peerTookUpTo(long last) throws Violation {
        if (!entries.isBase(last) && (!entries.isOwn(last) || !entries.isKnown(last)))
            throw new Violation("GOAWAY after stream " + last + ", which we did not open");
        entries.forEach(entry -> {
            if (entry.id <= last || !entries.isOwn(entry.id)) return;
            switch (entry) {
                case Stream stream -> stream.endedByPeer(CloseCode.SHUTTING_DOWN, "the peer is shutting down");
                case Tombstone tombstone -> forget(tombstone);
            }
        });
    }

    // as seen by people

    /// Shows each stream to `visitor`.
    void forEachStream(Consumer<Stream> visitor) {
        entries.forEach(entry -> {
            if (entry instanceof Stream stream && !stream.isControl()) visitor.accept(stream);
        });
        openings.forEachQueued(visitor);
    }

    List<StreamFacts> facts() {
        List<StreamFacts> facts = new ArrayList<>();
        forEachStream(stream -> facts.add(StreamFacts.of(stream)));
        return facts;
    }

    int reset(Predicate<StreamFacts> chosen, CloseCode code, String reason) {
        int[] count = {0};
        forEachStream(stream -> {
            if (!chosen.test(StreamFacts.of(stream))) return;
            stream.abort(code, reason);
            count[0]++;
        });
        return count[0];
    }

    /// Ends the stream of these lanes that holds most.
    static void dropMost(Collection<Lane> among, ToLongFunction<Stream> held, String why) {
        Stream[] worst = new Stream[1];
        for (Lane lane : among) lane.book.forEachStream(stream -> {
            Stream most = worst[0];
            if (most == null || held.applyAsLong(stream) > held.applyAsLong(most)) worst[0] = stream;
        });
        Stream most = worst[0];
        if (most == null) return;
        most.lane.owner.limited(most.lane, "memory", why);
        most.abort(CloseCode.MEMORY, why);
    }
}
