package org.nettunnel.tunnel;

import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.api.tunnel.StreamObserver;
import org.nettunnel.api.tunnel.StreamOffer;
import org.nettunnel.api.tunnel.TunnelState;
import org.nettunnel.tunnel.SessionOwner.End;
import org.nettunnel.tunnel.handshake.Initiation.Rejoin;
import org.nettunnel.tunnel.handshake.Join;
import org.nettunnel.tunnel.handshake.SessionId;
import org.nettunnel.tunnel.link.Arrival;
import org.nettunnel.tunnel.link.Lane;
import org.nettunnel.tunnel.link.LaneOwner;
import org.nettunnel.tunnel.link.Link;
import org.nettunnel.tunnel.wire.Ceilings;
import org.nettunnel.tunnel.wire.PeerTally;

/// What two nodes share for one tunnel from a fresh handshake on: its lanes and their streams, while links come and go.
///
/// It ends when one side says so, or when no lane had a link for the grace time; never because of a link or of an attempt that failed.
/// **Threads:** safe for any; [LaneOwner]'s calls come from the loops. Nothing outside is called while its monitor is held.
final class Session implements LaneOwner {
    /// Numbers sessions of this process, so that stream ids are unique in it.
    private static final AtomicLong NUMBERS = new AtomicLong();

    /// Who shares it.
    ///
    /// @param join of the first link: the lanes' first join secrets come from it
    record Parties(SessionId id, PeerIdentity self, PeerIdentity peer, String peerName, boolean isInitiator, Secret join) {}

    final long number = NUMBERS.incrementAndGet();
    final Instant since;
    final Parties parties;
    final CompletableFuture<End> end = new CompletableFuture<>();
    private final PeerTally tally = new PeerTally(System.nanoTime());
    private final InstantSource clock;
    final SessionOwner owner;
    /// Guarded by this, as is the rest.
    private final SessionLanes lanes;
    private Instant interruptedSince;
    private int attempts;
    /// Streams that came while there was no link.
    private long waiting;
    private volatile boolean isProved;
    /// No new streams: one of the two drains, or it is over.
    private volatile boolean isGoing;
    /// How long we drain; null while we do not.
    private volatile @Nullable Duration drain;
    private volatile boolean isOver;
    private String lastLoss = "";

    Session(Parties parties, SessionLanes.Place place, SessionOwner owner, Duration grace) {
        this.parties = parties;
        this.clock = place.clock();
        this.owner = owner;
        this.since = clock.instant();
        this.interruptedSince = since;
        this.lanes = new SessionLanes(place, parties, this, grace);
    }

    // links come

    /// The side that dials: the next attempt to join `lane`, newer than all before.
    synchronized Rejoin nextAttempt(int lane) {
        return lanes.get(lane).nextAttempt(parties.id);
    }

    /// The side that is dialled: under which a binder is good; empty when the session is over.
    synchronized List<Secret> joinSecrets(int lane) {
        return isOver ? List.of() : lanes.get(lane).joins.accepted();
    }

    /// The side that is dialled: a join has proved itself. It is false when a newer one has.
    boolean proves(Join join, Secret boundBy) {
        synchronized (this) {
            if (isOver || !lanes.get(join.lane()).joins.proves(join.attempt(), boundBy)) return false;
        }
        proved();
        return true;
    }

    /// The side that is dialled: keeps an attempt's own secret before the dialler hears of it; false when a newer one has proved itself.
    synchronized boolean follows(Join join, Secret own) {
        return !isOver && lanes.get(join.lane()).joins.follows(join.attempt(), own);
    }

    /// Gives a lane to a link; false when nobody needs it any more, and its wire is the caller's still.
    boolean take(int number, SessionLane.Arrived arrived) {
        SessionLane lane;
        synchronized (this) {
            if (isOver) return false;
            lane = lanes.get(number);
            if (!lane.take(arrived)) return false;
            if (drain instanceof Duration longest) lane.lane.drain(longest);
            attempts = 0;
            waiting = 0;
        }
        if (parties.isInitiator) {
            proved();
            tellLinked(lane);
        }
        return true;
    }

    private void proved() {
        synchronized (this) {
            if (isProved || isOver) return;
            isProved = true;
        }
        owner.proved(this);
    }

    private void tellLinked(SessionLane lane) {
        Chronicle.Linked told;
        synchronized (this) {
            told = isOver ? null : lane.told();
        }
        if (told != null) owner.linked(this, told);
    }

    @Override
    public void proved(Lane on, Link link) {
        SessionLane lane;
        synchronized (this) {
            lane = lanes.get(on.number());
            if (!lane.proves(link)) return;
        }
        proved();
        tellLinked(lane);
    }

    @Override
    public void rekeyed(Lane on, Link link) {
        owner.rekeyed(this, on.number(), link.keys());
    }

    // links go

    @Override
    public void lost(Lane on, Link link, CloseCode code, String reason) {
        boolean isLast, isDone;
        synchronized (this) {
            if (isOver || !lanes.get(on.number()).loses(link, clock.instant())) return;
            lastLoss = reason;
            isLast = !lanes.hasLink();
            isDone = isGoing && parties.isInitiator && lanes.isDone();
            if (isLast) interruptedSince = clock.instant();
            notifyAll();
        }
        owner.unlinked(this, new Chronicle.Lost(on.number(), code, reason, isLast));
        // who dials joins again only while streams remain; the other side cannot know that, and waits
        if (isDone) over(new End(CloseCode.SHUTTING_DOWN, reason, drain == null));
    }

    @Override
    public void limited(Lane on, String limit, String reason) {
        owner.limited(limit, reason);
    }

    @Override
    public void expired(Lane on) {
        String reason;
        synchronized (this) {
            if (isOver) return;
            lanes.get(on.number()).expires();
            if (!lanes.isGivenUp()) return;
            reason = lanes.grace().isZero() ? lastLoss : "the tunnel was down for " + lanes.grace().toSeconds() + " s, longer than its streams wait: " + lastLoss;
        }
        over(new End(CloseCode.SESSION_GONE, reason, false));
    }

    @Override
    public void failed(Lane on, @Nullable Link link, CloseCode code, String reason, boolean byPeer) {
        over(new End(code, reason, byPeer));
    }

    @Override
    public void goAway(Lane on, CloseCode code) {
        isGoing = true;
    }

    @Override
    public void drained(Lane on) {
        synchronized (this) {
            lanes.get(on.number()).drains();
            if (!lanes.isDone()) return;
        }
        over(new End(CloseCode.SHUTTING_DOWN, "the tunnel was closed in order", drain == null));
    }

    @Override
    public PeerTally tally() {
        return tally;
    }

    @Override
    public void arrived(Lane on, Arrival arrival) {
        owner.arrived(this, arrival);
    }

    @Override
    public void received(byte[] message) {
        owner.received(this, message);
    }

    /// For the thread that keeps a lane joined: waits until it needs a link; false when the session is over.
    synchronized boolean awaitNeed(int number) throws InterruptedException {
        while (!isOver && !lanes.get(number).needsLink(isGoing)) wait();
        return !isOver;
    }

    /// For the same thread: waits so long, or until a new stream needs a link sooner than the idle lane would have had one.
    synchronized void pause(int number, Duration delay) throws InterruptedException {
        if (number == 0 && !lanes.hasLink()) attempts++;
        long end = System.nanoTime() + delay.toNanos();
        long before = waiting;
        for (long left; !isOver && waiting == before && (left = end - System.nanoTime()) > 0;) wait(left / 1_000_000, (int) (left % 1_000_000));
    }

    // streams and messages

    boolean isUp() {
        return isProved && !isGoing && !isOver;
    }

    boolean isProved() {
        return isProved;
    }

    boolean isOver() {
        return isOver;
    }

    /// On the lane with a link that has fewest streams; on lane 0 where there is none, for as long as `patience`.
    void open(StreamOffer offer, SocketChannel edge, StreamObserver observer, Duration patience) {
        Lane chosen;
        synchronized (this) {
            chosen = lanes.leastLoaded();
        }
        chosen.open(offer, edge, observer, patience);
        if (!chosen.hasLink()) waits();
    }

    /// A stream waits for a link: what was in no hurry to dial is now, if that is news.
    private synchronized void waits() {
        if (waiting++ == 0) notifyAll();
    }

    synchronized boolean send(byte[] message) {
        Lane first = lanes.get(0).lane;
        if (!isUp() || first.queuedMessageBytes() + message.length > Ceilings.WAITING_MESSAGE_BYTES) return false;
        try {
            first.send(message);
            return true;
        } catch (RejectedExecutionException stopped) {
            return false;
        }
    }

    /// Cuts every link, as a network would that fails.
    synchronized int cut() {
        return lanes.cut("cut here by an administrator");
    }

    /// From now on streams wait so long for a link.
    synchronized void grace(Duration longest) {
        if (!isOver && !longest.equals(lanes.grace())) lanes.grace(longest);
    }

    // the end

    /// Ends it now, and tells the peer why.
    void stop(CloseCode code, String reason) {
        over(new End(code, reason, false));
    }

    /// Takes no new streams and ends when the last has, or after `longest`.
    void drain(Duration longest) {
        boolean isDone;
        try {
            synchronized (this) {
                isGoing = true;
                drain = longest;
                lanes.drain(longest);
                // nothing that it would dial for; who is dialled cannot know that, and waits
                isDone = parties.isInitiator && !lanes.hasLink() && lanes.isDone();
            }
        } catch (RejectedExecutionException stopped) {
            isDone = true;
        }
        if (isDone) over(new End(CloseCode.SHUTTING_DOWN, "the tunnel was closed in order", false));
    }

    void over(End how) {
        List<SessionLane> all;
        synchronized (this) {
            if (isOver) return;
            isOver = true;
            all = lanes.all();
            notifyAll();
        }
        SessionLanes.end(all, how.code(), how.reason());
        owner.ended(this, how);
        end.complete(how);
    }

    // facts

    /// Whether it has no link although the peer has shown that it has it too.
    synchronized boolean isParked() {
        return isProved && !isOver && !lanes.hasLink();
    }

    /// Null while there is a link.
    synchronized SessionLanes.@Nullable Interruption interruption() {
        return lanes.hasLink() ? null : new SessionLanes.Interruption(interruptedSince, interruptedSince.plus(lanes.grace()), attempts);
    }

    /// Of each lane that has any.
    synchronized <T> List<T> of(Function<SessionLane, @Nullable T> facts) {
        return lanes.of(facts);
    }

    /// All lanes that there are.
    synchronized List<Lane> all() {
        return lanes.all().stream().map(lane -> lane.lane).toList();
    }

    synchronized TunnelState.Traffic traffic() {
        return lanes.traffic();
    }

    synchronized long retainedBytes() {
        return lanes.sum(lane -> lane.lane.retainedBytes());
    }
}
