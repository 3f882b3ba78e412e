package org.nettunnel.tunnel;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.transport.Wire;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.LinkFacts;
import org.nettunnel.api.tunnel.StreamObserver;
import org.nettunnel.api.tunnel.StreamOffer;
import org.nettunnel.tunnel.handshake.Established;
import org.nettunnel.tunnel.link.Arrival;
import org.nettunnel.tunnel.link.Lane;
import org.nettunnel.tunnel.link.LaneOwner;
import org.nettunnel.tunnel.link.Link;
import org.nettunnel.tunnel.link.Loop;
import org.nettunnel.tunnel.link.StreamFacts;
import org.nettunnel.tunnel.wire.LinkKeys;
import org.nettunnel.tunnel.wire.LinkSettings;
import org.nettunnel.tunnel.wire.LinkTerms;

/// What two nodes share for one tunnel from a fresh handshake on: its lanes and their streams.
///
/// For now it has one lane, and ends with its link.
/// **Threads:** safe for any; [LaneOwner]'s calls come from the loop.
final class Session implements LaneOwner {
    /// Numbers sessions of this process, so that stream ids are unique in it.
    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final int MOST_QUEUED_MESSAGES = 64 << 20;

    /// Why a session is over.
    ///
    /// @param byPeer whether the code came in a GOAWAY
    record End(CloseCode code, String reason, boolean byPeer) {}

    /// What a session tells its tunnel.
    interface Owner {
        void proved(Session session);

        void arrived(Session session, Arrival arrival);

        void received(Session session, byte[] message);

        void ended(Session session, End end);
    }

    final long number = NUMBERS.incrementAndGet();
    final Instant since;
    final Established.Peer peer;
    final String suite;
    final CompletableFuture<End> end = new CompletableFuture<>();
    private final Owner owner;
    private final Lane lane;
    private final Link link;
    private final String remote;
    private final boolean isInitiator;
    private volatile boolean isProved;
    private volatile boolean isGoing;
    private volatile boolean drainsItself;
    private final AtomicBoolean wasToldOver = new AtomicBoolean();

    /// The parts that a session is made of.
    record Parts(Established established, Wire wire, LinkKeys keys, LinkTerms terms) {}

    Session(Parts parts, Loop loop, LinkSettings settings, Owner owner, Instant since) {
        this.owner = owner;
        this.since = since;
        this.peer = parts.established.peer();
        this.suite = parts.keys.suite().name();
        this.isInitiator = parts.keys.initiator();
        this.remote = remote(parts.wire.channel());
        this.lane = new Lane(0, loop, settings, this, isInitiator, Duration.ZERO);
        this.link = new Link(lane, new Link.Parts(parts.wire, parts.keys, parts.terms, false));
    }

    private static String remote(SocketChannel channel) {
        try {
            return String.valueOf(channel.getRemoteAddress()).replaceFirst("^.*/", "");
        } catch (IOException closed) {
            return "closed";
        }
    }

    /// From here the loop owns the wire. The side that was dialled carries nothing before the peer has shown its keys.
    void start() {
        if (isInitiator) isProved = true;
        link.start();
        if (isInitiator) owner.proved(this);
    }

    boolean isUp() {
        return isProved && !isGoing && !end.isDone();
    }

    void open(StreamOffer offer, SocketChannel edge, StreamObserver observer) {
        lane.open(offer, edge, observer, Duration.ZERO);
    }

    boolean send(byte[] message) {
        if (!isUp() || lane.queuedMessageBytes() + message.length > MOST_QUEUED_MESSAGES) return false;
        try {
            lane.send(message);
            return true;
        } catch (RejectedExecutionException stopped) {
            return false;
        }
    }

    /// Ends it now, and tells the peer why.
    void stop(CloseCode code, String reason) {
        isGoing = true;
        try {
            lane.ask(() -> {
                lane.end(code, reason);
                isOver(new End(code, reason, false));
                return true;
            });
        } catch (RejectedExecutionException stopped) {
            end.complete(new End(code, reason, false));
        }
    }

    /// Ends with its link.
    int cut() {
        stop(CloseCode.SESSION_GONE, "cut here by an administrator");
        return 1;
    }

    /// Takes no new streams and ends when the last has, or after `longest`.
    void drain(Duration longest) {
        isGoing = true;
        drainsItself = true;
        try {
            lane.drain(longest);
        } catch (RejectedExecutionException stopped) {
            end.complete(new End(CloseCode.SHUTTING_DOWN, "the node stopped", false));
        }
    }

    // what the lane tells

    @Override
    public void proved(Lane on, Link proved) {
        if (isProved) return;
        isProved = true;
        owner.proved(this);
    }

    @Override
    public void arrived(Lane on, Arrival arrival) {
        owner.arrived(this, arrival);
    }

    @Override
    public void received(byte[] message) {
        owner.received(this, message);
    }

    @Override
    public void goAway(Lane on, CloseCode code) {
        isGoing = true;
    }

    @Override
    public void lost(Lane on, Link lost, CloseCode code, String reason) {
        on.end(code, reason);
        isOver(new End(code, reason, lost.wasToldToGo()));
    }

    @Override
    public void failed(Lane on, @Nullable Link present, CloseCode code, String reason, boolean byPeer) {
        isOver(new End(code, reason, byPeer));
    }

    @Override
    public void drained(Lane on) {
        if (drainsItself) stop(CloseCode.SHUTTING_DOWN, "the tunnel was closed in order");
    }

    @Override
    public void expired(Lane on) {
        // it ended with its link
    }

    private void isOver(End how) {
        if (!wasToldOver.compareAndSet(false, true)) return;
        owner.ended(this, how);
        end.complete(how);
    }

    // facts

    LinkFacts facts() {
        return new LinkFacts(0, link.wire().transport(), remote, suite, 0, Duration.ofNanos(link.roundTripNanos()), since);
    }

    long receivedBytes() {
        return link.receivedBytes();
    }

    long sentBytes() {
        return link.sentBytes();
    }

    long liveStreams() {
        return lane.liveStreams();
    }

    long totalStreams() {
        return lane.totalStreams();
    }

    /// Asks the loop; for people, not for the data path.
    CompletableFuture<List<StreamFacts>> streams() {
        return lane.ask(lane::facts);
    }

    CompletableFuture<Integer> reset(long id, CloseCode code, String reason) {
        return lane.ask(() -> lane.reset(stream -> stream.id() == id, code, reason));
    }

    void resetStreams(EndpointId endpoint, CloseCode code, String reason) {
        lane.ask(() -> lane.reset(stream -> stream.endpoint().equals(endpoint), code, reason));
    }
}
