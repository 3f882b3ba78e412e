package org.nettunnel.tunnel;

import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.KeySchedule;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.LinkFacts;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.api.tunnel.StreamObserver;
import org.nettunnel.api.tunnel.StreamOffer;
import org.nettunnel.tunnel.handshake.Initiation.Rejoin;
import org.nettunnel.tunnel.handshake.Join;
import org.nettunnel.tunnel.handshake.KeyChain;
import org.nettunnel.tunnel.handshake.SessionId;
import org.nettunnel.tunnel.link.Arrival;
import org.nettunnel.tunnel.link.Lane;
import org.nettunnel.tunnel.link.LaneOwner;
import org.nettunnel.tunnel.link.Link;
import org.nettunnel.tunnel.link.Loop;
import org.nettunnel.tunnel.rekey.KeyFacts;
import org.nettunnel.tunnel.wire.Ceilings;
import org.nettunnel.tunnel.wire.LinkSettings;
import org.nettunnel.tunnel.wire.PeerTally;

/// What two nodes share for one tunnel from a fresh handshake on: its lanes and their streams, while links come and go.
///
/// It ends when one side says so, or when no lane had a link for the grace time; never because of a link or of an attempt that failed.
/// **Threads:** safe for any; [LaneOwner]'s calls come from the loops. Nothing outside is called while its monitor is held.
final class Session implements LaneOwner {
    static final int MOST_LANES = 8;
    /// Numbers sessions of this process, so that stream ids are unique in it.
    private static final AtomicLong NUMBERS = new AtomicLong();

    /// Who shares it.
    ///
    /// @param join of the first link: the lanes' first join secrets come from it
    record Parties(SessionId id, PeerIdentity self, PeerIdentity peer, String peerName, boolean isInitiator, Secret join) {}

    /// Where it lives.
    ///
    /// @param loops lane n is on loop n, from the start again where there are fewer
    record Place(List<Loop> loops, LinkSettings settings, KeySchedule schedule, InstantSource clock) {}

    /// Why a session is over.
    ///
    /// @param byPeer whether it is the peer's word
    record End(CloseCode code, String reason, boolean byPeer) {}

    /// What a session tells its tunnel.
    interface Owner {
        /// The peer has the keys: from here streams come and go.
        void proved(Session session);

        void linked(Session session, Chronicle.Linked link);

        void unlinked(Session session, Chronicle.Lost link);

        /// A stream was refused or ended by a limit.
        void limited(String limit, String reason);

        /// A link has new keys, and perhaps another suite.
        void rekeyed(Session session, int lane, KeyFacts keys);

        void arrived(Session session, Arrival arrival);

        void received(Session session, byte[] message);

        void ended(Session session, End end);
    }

    private final PeerTally tally = new PeerTally(System.nanoTime());
    final long number = NUMBERS.incrementAndGet();
    final Instant since;
    final Parties parties;
    final CompletableFuture<End> end = new CompletableFuture<>();
    private final Place place;
    private final Owner owner;
    /// Guarded by this, as is the rest; by number, null where there is none yet.
    private final @Nullable SessionLane[] lanes = new SessionLane[MOST_LANES];
    private Duration grace;
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

    Session(Parties parties, Place place, Owner owner, Duration grace) {
        this.parties = parties;
        this.place = place;
        this.owner = owner;
        this.grace = grace;
        this.since = place.clock.instant();
        this.interruptedSince = since;
        lanes[0] = make(0);
    }

    private SessionLane make(int n) {
        Loop loop = place.loops.get(n % place.loops.size());
        Secret first = KeyChain.laneSecret(place.schedule, parties.join, n);
        return new SessionLane(new Lane(n, loop, place.settings, this, parties.isInitiator, grace), first, parties.isInitiator);
    }

    /// Made when it is first needed.
    private SessionLane lane(int n) {
        SessionLane present = lanes[n];
        if (present == null) lanes[n] = present = make(n);
        return present;
    }

    private synchronized List<SessionLane> lanes() {
        List<SessionLane> all = new ArrayList<>(MOST_LANES);
        for (SessionLane lane : lanes) if (lane != null) all.add(lane);
        return all;
    }

    // links come

    /// The side that dials: the next attempt to join `lane`, newer than all before.
    synchronized Rejoin nextAttempt(int lane) {
        if (!hasLink()) attempts++;
        return lane(lane).nextAttempt(parties.id);
    }

    /// The number of the last attempt; one thread makes them.
    synchronized long lastAttempt(int lane) {
        return lane(lane).lastAttempt();
    }

    /// The side that is dialled: under which a binder is good; empty when the session is over.
    synchronized List<Secret> joinSecrets(int lane) {
        return isOver ? List.of() : lane(lane).joins.accepted();
    }

    /// The side that is dialled: a join has proved itself. It is false when a newer one has.
    boolean proves(Join join, Secret boundBy) {
        synchronized (this) {
            if (isOver || !lane(join.lane()).joins.proves(join.attempt(), boundBy)) return false;
        }
        proved();
        return true;
    }

    /// The side that is dialled: keeps an attempt's own secret before the dialler hears of it; false when a newer one has proved itself.
    synchronized boolean follows(Join join, Secret own) {
        return !isOver && lane(join.lane()).joins.follows(join.attempt(), own);
    }

    /// Gives a lane to a link; false when nobody needs it any more, and its wire is the caller's still.
    boolean take(int number, SessionLane.Arrived arrived) {
        SessionLane lane;
        synchronized (this) {
            if (isOver) return false;
            lane = lane(number);
            if (!lane.take(arrived)) return false;
            Duration draining = drain;
            if (draining != null) lane.lane.drain(draining);
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
        LinkFacts facts;
        Duration gap;
        synchronized (this) {
            facts = lane.facts();
            gap = lane.gap();
        }
        if (facts != null) owner.linked(this, new Chronicle.Linked(facts, gap, lane.lane.liveStreams()));
    }

    @Override
    public void proved(Lane on, Link link) {
        SessionLane lane;
        synchronized (this) {
            lane = lane(on.number());
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
        boolean isLast;
        synchronized (this) {
            if (isOver || !lane(on.number()).loses(link, place.clock.instant())) return;
            lastLoss = reason;
            isLast = !hasLink();
            if (isLast) interruptedSince = place.clock.instant();
            notifyAll();
        }
        owner.unlinked(this, new Chronicle.Lost(on.number(), code, reason, isLast));
        // who dials joins again only while streams remain; the other side cannot know that, and waits
        if (isGoing && parties.isInitiator && isDone()) over(new End(CloseCode.SHUTTING_DOWN, reason, drain == null));
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
            lane(on.number()).expires();
            for (SessionLane lane : lanes) if (lane != null && !lane.isGivenUp()) return;
            reason = grace.isZero() ? lastLoss : "the tunnel was down for " + grace.toSeconds() + " s, longer than its streams wait: " + lastLoss;
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
            lane(on.number()).drains();
        }
        if (isDone()) over(new End(CloseCode.SHUTTING_DOWN, "the tunnel was closed in order", drain == null));
    }

    /// While it drains: whether no stream is left.
    private synchronized boolean isDone() {
        for (SessionLane lane : lanes) if (lane != null && !lane.isDone()) return false;
        return true;
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
        while (!isOver && !needsLink(number)) wait();
        return !isOver;
    }

    private boolean needsLink(int number) {
        SessionLane lane = lane(number);
        return !lane.hasLink() && !(isGoing && lane.lane.liveStreams() == 0);
    }

    /// For the same thread: waits so long, or until a new stream needs a link sooner than the idle lane would have had one.
    synchronized void pause(Duration delay) throws InterruptedException {
        long end = System.nanoTime() + delay.toNanos();
        long before = waiting;
        for (long left; !isOver && waiting == before && (left = end - System.nanoTime()) > 0;) wait(left / 1_000_000, (int) (left % 1_000_000));
    }

    /// How long the last link of the lane lived, or lives.
    synchronized Duration linkAge(int number) {
        return lane(number).linkAge(place.clock.instant());
    }

    // streams and messages

    boolean isUp() {
        return isProved && !isGoing && !isOver;
    }

    boolean isProved() {
        return isProved;
    }

    /// On the lane with a link that has fewest streams; on lane 0 where there is none, for as long as `patience`.
    void open(StreamOffer offer, SocketChannel edge, StreamObserver observer, Duration patience) {
        SessionLane best = null;
        for (SessionLane lane : lanes())
            if (lane.lane.hasLink() && (best == null || lane.lane.liveStreams() < best.lane.liveStreams())) best = lane;
        Lane chosen = best == null ? first() : best.lane;
        chosen.open(offer, edge, observer, patience);
        if (best == null) waits();
    }

    /// A stream waits for a link: what was in no hurry to dial is now, if that is news.
    private synchronized void waits() {
        if (waiting++ == 0) notifyAll();
    }

    private synchronized Lane first() {
        return lane(0).lane;
    }

    boolean send(byte[] message) {
        Lane first = first();
        if (!isUp() || first.queuedMessageBytes() + message.length > Ceilings.WAITING_MESSAGE_BYTES) return false;
        try {
            first.send(message);
            return true;
        } catch (RejectedExecutionException stopped) {
            return false;
        }
    }

    /// Cuts every link, as a network would that fails.
    int cut() {
        int count = 0;
        for (SessionLane lane : lanes()) {
            if (!lane.lane.hasLink()) continue;
            lane.lane.cut("cut here by an administrator");
            count++;
        }
        return count;
    }

    /// From now on streams wait so long for a link.
    void grace(Duration longest) {
        List<SessionLane> all;
        synchronized (this) {
            if (isOver || longest.equals(grace)) return;
            grace = longest;
            all = lanes();
        }
        for (SessionLane lane : all) lane.lane.grace(longest);
    }

    // the end

    /// Ends it now, and tells the peer why.
    void stop(CloseCode code, String reason) {
        over(new End(code, reason, false));
    }

    /// The peer's word, by a completed handshake, or what follows from it.
    void endedByPeer(CloseCode code, String reason) {
        over(new End(code, reason, true));
    }

    /// Takes no new streams and ends when the last has, or after `longest`.
    void drain(Duration longest) {
        List<SessionLane> all;
        synchronized (this) {
            isGoing = true;
            drain = longest;
            all = lanes();
        }
        try {
            for (SessionLane lane : all) lane.lane.drain(longest);
        } catch (RejectedExecutionException stopped) {
            over(new End(CloseCode.SHUTTING_DOWN, "the node stopped", false));
        }
        // nothing that it would dial for; who is dialled cannot know that, and waits
        if (parties.isInitiator && interruption() != null && isDone()) over(new End(CloseCode.SHUTTING_DOWN, "the tunnel was closed in order", false));
    }

    private void over(End how) {
        synchronized (this) {
            if (isOver) return;
            isOver = true;
            isGoing = true;
            notifyAll();
        }
        for (SessionLane lane : lanes()) {
            try {
                lane.lane.end(how.code, how.reason);
            } catch (RejectedExecutionException stopped) {
                // its loop has ended, and its streams with it
            }
        }
        owner.ended(this, how);
        end.complete(how);
    }

    // facts

    /// Whether it has no link although the peer has shown that it has it too.
    synchronized boolean isParked() {
        return isProved && !isOver && !hasLink();
    }

    private boolean hasLink() {
        for (SessionLane lane : lanes) if (lane != null && lane.hasLink()) return true;
        return false;
    }

    /// Between its links: what is to be told of it.
    ///
    /// @param until when its streams are given up
    record Interruption(Instant since, Instant until, int attempts) {}

    /// Null while there is a link.
    synchronized @Nullable Interruption interruption() {
        return hasLink() ? null : new Interruption(interruptedSince, interruptedSince.plus(grace), attempts);
    }

    /// Of the lanes that have one.
    synchronized List<LinkFacts> links() {
        return lanes().stream().map(SessionLane::facts).filter(Objects::nonNull).toList();
    }

    /// All lanes that there are.
    List<Lane> all() {
        return lanes().stream().map(lane -> lane.lane).toList();
    }

    private synchronized long sum(ToLongFunction<SessionLane> of) {
        return lanes().stream().mapToLong(of).sum();
    }

    long receivedBytes() {
        return sum(SessionLane::receivedBytes);
    }

    long sentBytes() {
        return sum(SessionLane::sentBytes);
    }

    long liveStreams() {
        return sum(lane -> lane.lane.liveStreams());
    }

    long totalStreams() {
        return sum(lane -> lane.lane.totalStreams());
    }

    long retainedBytes() {
        return sum(lane -> lane.lane.retainedBytes());
    }
}
