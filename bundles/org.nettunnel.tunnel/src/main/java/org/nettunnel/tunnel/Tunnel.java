package org.nettunnel.tunnel;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.KeySchedule;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.api.tunnel.StreamAcceptor;
import org.nettunnel.api.tunnel.StreamRefused;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelSide;
import org.nettunnel.api.tunnel.TunnelState;
import org.nettunnel.api.tunnel.TunnelStatus;
import org.nettunnel.tunnel.handshake.Handshake;
import org.nettunnel.tunnel.handshake.KeyId;
import org.nettunnel.tunnel.link.Arrival;
import org.nettunnel.tunnel.link.LaneOwner.StreamWatch;
import org.nettunnel.tunnel.providers.Providers;
import org.nettunnel.tunnel.rekey.KeyFacts;

/// A configured tunnel while the engine runs: its status, its session when it has one, and what it carried.
///
/// **Threads:** safe for any. `session`, `established` and `status` are written under this; a loop enters only when a session or a link begins or ends.
final class Tunnel implements SessionOwner {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.tunnel");
    private static final int MOST_UNPROVED = 4;

    private final Providers providers;
    private final Announcer announcer;
    private final InstantSource clock;
    private final Runnable onParked;
    private volatile TunnelConfig config;
    /// Of the key, which does not change: another key is another [Tunnel].
    private volatile @Nullable KeyId keyId;
    private volatile TunnelStatus status;
    private volatile @Nullable Session session;
    /// At the side that is dialled: agreed, but nothing came over a link yet.
    private final List<Session> unproved = new ArrayList<>();
    /// The session that listeners were told of.
    private @Nullable Session established;
    private volatile @Nullable String peerName;
    private volatile @Nullable Instant lastUp;
    private boolean isClosed;
    /// By sessions that are over.
    private volatile TunnelState.Traffic carried = new TunnelState.Traffic(0, 0, 0, 0);
    private final Chronicle chronicle;

    /// @param told     what is told of all tunnels
    /// @param onParked called when a session has no link any more
    Tunnel(TunnelConfig config, Providers providers, InstantSource clock, Chronicle.Shared told, Runnable onParked) {
        this.config = config;
        this.providers = providers;
        this.clock = clock;
        this.onParked = onParked;
        this.chronicle = new Chronicle(config.name(), told);
        this.announcer = new Announcer(config.id(), providers);
        this.status = config.started() ? new TunnelStatus.Disconnected(clock.instant(), "not connected yet") : new TunnelStatus.Stopped();
    }

    TunnelConfig config() {
        return config;
    }

    /// What does not end the session is heeded at once.
    synchronized void config(TunnelConfig changed) {
        config = changed;
        chronicle.name(changed.name());
        Session present = session;
        if (present != null) present.grace(changed.outage().grace());
        for (Session one : unproved) one.grace(changed.outage().grace());
    }

    /// The name of its key, computed once: a stranger's M1 is compared with those of all tunnels.
    KeyId keyId(KeySchedule schedule) {
        KeyId known = keyId;
        if (known == null) keyId = known = KeyId.of(config.trust().key(), schedule);
        return known;
    }

    @Nullable Session session() {
        return session;
    }

    /// What the runner of an outbound tunnel is about; a session that is up is stronger.
    synchronized void status(TunnelStatus now) {
        if (!isClosed && established == null) status = now;
    }

    /// An attempt failed.
    void failed(String reason) {
        String remote = config.route() instanceof TunnelConfig.Outbound dialled ? dialled.addresses().getFirst().toString() : "";
        chronicle.failed(remote, reason);
    }

    /// How long ago the tunnel was up.
    Duration sinceUp() {
        Instant last = lastUp;
        return last == null ? Duration.ofDays(1) : Duration.between(last, clock.instant());
    }

    /// First contact used the invite up: from here the key is `identity`'s.
    synchronized void pinned(PeerIdentity identity) {
        config = config.withTrust(config.trust().pinnedTo(identity));
    }

    /// Whether a fresh session may begin now.
    synchronized boolean takesSessions() {
        return !isClosed && config.started();
    }

    /// Whether the session is one of this tunnel, as it is now.
    synchronized boolean owns(Session asked) {
        return asked == session || unproved.contains(asked);
    }

    /// Takes a session of a fresh handshake; false when the configuration has changed since that was decided.
    ///
    /// At the side that is dialled an older session goes on until the fresh one has been proved: the dialler may have given its attempt up.
    synchronized boolean adopt(Session fresh) {
        if (!takesSessions() || !isPeer(fresh.parties.peer())) return false;
        if (fresh.parties.isInitiator()) {
            replace(fresh);
            return true;
        }
        if (unproved.size() == MOST_UNPROVED) unproved.getFirst().stop(CloseCode.BUSY, "too many sessions at once that nobody uses");
        unproved.add(fresh);
        CompletableFuture.delayedExecutor(Handshake.LONGEST.toMillis(), TimeUnit.MILLISECONDS).execute(() -> dropUnproved(fresh));
        return true;
    }

    private void dropUnproved(Session fresh) {
        if (!fresh.isProved()) fresh.stop(CloseCode.TIMEOUT, "the handshake was given up by the peer: nothing came over the link");
    }

    private void replace(Session fresh) {
        Session older = session;
        session = fresh;
        peerName = fresh.parties.peerName();
        if (older != null) older.stop(CloseCode.SESSION_GONE, "a newer handshake of the same peer took its place");
    }

    private boolean isPeer(PeerIdentity identity) {
        PeerIdentity pinned = config.trust().peer();
        return pinned == null || pinned.equals(identity);
    }

    @Override
    public synchronized void proved(Session fresh) {
        boolean wasUnproved = unproved.remove(fresh);
        Session present = session;
        if (wasUnproved && present != null && present.number > fresh.number) {
            fresh.stop(CloseCode.SESSION_GONE, "a newer handshake of the same peer took its place");
            return;
        }
        if (!wasUnproved && present != fresh) return;
        Session before = established;
        if (before != null) wasReplaced(before);
        established = fresh;
        if (wasUnproved) replace(fresh);
        status = new TunnelStatus.Established(fresh.since, fresh.of(SessionLane::facts));
        chronicle.established(fresh);
        announcer.established();
    }

    /// It is stopped in a moment, and no one's then.
    private void wasReplaced(Session before) {
        var end = new SessionOwner.End(CloseCode.SESSION_GONE, "a newer handshake of the same peer took its place", true);
        chronicle.ended(before, end, Duration.between(before.since, clock.instant()));
        announcer.lost("a newer connection took its place");
    }

    @Override
    public void linked(Session on, Chronicle.Linked link) {
        chronicle.linked(on, link);
    }

    @Override
    public void unlinked(Session on, Chronicle.Lost link) {
        chronicle.lost(on, link);
        if (link.isLast()) onParked.run();
    }

    @Override
    public void rekeyed(Session on, int lane, KeyFacts keys) {
        chronicle.rekeyed(on, lane, keys);
    }

    @Override
    public void limited(String limit, String reason) {
        chronicle.limited(limit, reason);
    }

    @Override
    public synchronized void ended(Session over, SessionOwner.End end) {
        carried = plus(carried, over.traffic(), 0);
        unproved.remove(over);
        if (session == over) session = null;
        if (established != over) return;
        established = null;
        lastUp = clock.instant();
        chronicle.ended(over, end, Duration.between(over.since, clock.instant()));
        if (!isClosed) status = new TunnelStatus.Disconnected(clock.instant(), end.reason());
        announcer.lost(end.reason());
    }

    @Override
    public StreamWatch watch(long session, int lane) {
        return chronicle.watch(config.id(), session, lane);
    }

    @Override
    public void arrived(Session from, Arrival arrival) {
        Thread.ofVirtual().name("accept-", 0).start(() -> decide(arrival));
    }

    private void decide(Arrival arrival) {
        StreamAcceptor acceptor = providers.acceptor();
        if (acceptor == null) {
            arrival.refuse(CloseCode.POLICY, "this node carries no endpoints just now: its bundle org.nettunnel.endpoint is not running");
            return;
        }
        try {
            arrival.accept(acceptor.accept(config.id(), arrival.endpoint(), arrival.client()));
        } catch (StreamRefused refused) {
            arrival.refuse(refused.code(), String.valueOf(refused.getMessage()));
        } catch (RuntimeException | LinkageError mistake) {
            LOG.log(Level.ERROR, "an endpoint could not be dialled; please report this endpoint=" + arrival.endpoint(), mistake);
            arrival.refuse(CloseCode.INTERNAL, CloseCode.INTERNAL.sentence());
        }
    }

    @Override
    public void received(Session from, byte[] message) {
        if (!announcer.received(message)) from.stop(CloseCode.MEMORY, "the peer sends messages faster than this node reads them");
    }

    /// Ends the session, and with it this object.
    synchronized void close(CloseCode code, String reason) {
        isClosed = true;
        status = new TunnelStatus.Stopped();
        for (Session one : List.copyOf(unproved)) one.stop(code, reason);
        Session present = session;
        if (present != null) present.stop(code, reason);
        announcer.close();
    }

    /// The node stops: streams may end by themselves for a short while, also over other links.
    synchronized @Nullable Session drain(Duration longest) {
        isClosed = true;
        for (Session one : List.copyOf(unproved)) one.stop(CloseCode.SHUTTING_DOWN, "this node is shutting down");
        Session present = session;
        if (present != null) present.drain(longest);
        return present;
    }

    TunnelState state() {
        Session present = session;
        TunnelState.Traffic before = carried;
        TunnelState.Traffic now = present == null ? null : present.traffic();
        TunnelState.Traffic all = now == null ? before : plus(before, now, now.openStreams());
        return new TunnelState(config.id(), status(present), peerName, all, chronicle.links());
    }

    private static TunnelState.Traffic plus(TunnelState.Traffic over, TunnelState.Traffic more, long open) {
        return new TunnelState.Traffic(over.receivedBytes() + more.receivedBytes(), over.sentBytes() + more.sentBytes(), open,
                over.totalStreams() + more.totalStreams());
    }

    private TunnelStatus status(@Nullable Session present) {
        TunnelStatus now = status;
        if (present == null || !(now instanceof TunnelStatus.Established(Instant since, _))) return now;
        SessionLanes.Interruption none = present.interruption();
        return none == null ? new TunnelStatus.Established(since, present.of(SessionLane::facts))
                : new TunnelStatus.Interrupted(none.since(), none.until(), none.attempts(), chronicle.lastReason());
    }

    /// What a stream is told that cannot be carried.
    String whyDown() {
        return switch (state().status()) {
            case TunnelStatus.Stopped _ -> "it is stopped";
            case TunnelStatus.Connecting(int attempt) -> "it is connecting, attempt " + attempt;
            case TunnelStatus.Established _ -> "it is closing";
            case TunnelStatus.Interrupted(_, _, _, String reason) -> reason;
            case TunnelStatus.Waiting(_, _, String reason) -> reason;
            case TunnelStatus.Disconnected(_, String reason) -> reason;
            case TunnelStatus.Failed(_, String reason) -> reason;
        };
    }

    boolean isInbound() {
        return config.side() == TunnelSide.INBOUND;
    }
}
