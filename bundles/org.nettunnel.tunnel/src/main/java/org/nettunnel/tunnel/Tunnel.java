package org.nettunnel.tunnel;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

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
import org.nettunnel.tunnel.handshake.KeyId;
import org.nettunnel.tunnel.link.Arrival;

/// A configured tunnel while the engine runs: its status, its session when it has one, and what it carried.
///
/// **Threads:** safe for any. `session`, `established` and `status` are written under this; a loop enters only when a session begins or ends.
final class Tunnel implements Session.Owner {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.tunnel");

    private final Providers providers;
    private final Announcer announcer;
    private final InstantSource clock;
    private volatile TunnelConfig config;
    /// Of the key, which does not change: another key is another [Tunnel].
    private volatile @Nullable KeyId keyId;
    private volatile TunnelStatus status;
    private volatile @Nullable Session session;
    /// The session that listeners were told of.
    private @Nullable Session established;
    private volatile @Nullable String peerName;
    private volatile @Nullable Instant lastUp;
    private boolean isClosed;
    private final LongAdder receivedBytes = new LongAdder();
    private final LongAdder sentBytes = new LongAdder();
    private final LongAdder streams = new LongAdder();
    private final LongAdder links = new LongAdder();
    private final LongAdder failures = new LongAdder();

    Tunnel(TunnelConfig config, Providers providers, InstantSource clock) {
        this.config = config;
        this.providers = providers;
        this.clock = clock;
        this.announcer = new Announcer(config.id(), providers);
        this.status = config.started() ? new TunnelStatus.Disconnected(clock.instant(), "not connected yet") : new TunnelStatus.Stopped();
    }

    TunnelConfig config() {
        return config;
    }

    void config(TunnelConfig changed) {
        config = changed;
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

    void failed() {
        failures.increment();
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

    /// Takes a session of a fresh handshake; an older one ends. The configuration may have changed since the handshake was decided.
    synchronized void adopt(Session fresh) {
        if (isClosed || !config.started() || !isPeer(fresh.peer.identity())) {
            fresh.start();
            fresh.stop(CloseCode.SHUTTING_DOWN, "the tunnel was stopped or changed during the handshake");
            return;
        }
        Session older = session;
        if (older != null) older.stop(CloseCode.SESSION_GONE, "a newer handshake of the same peer took its place");
        session = fresh;
        peerName = fresh.peer.name();
        fresh.start();
    }

    private boolean isPeer(PeerIdentity identity) {
        PeerIdentity pinned = config.trust().peer();
        return pinned == null || pinned.equals(identity);
    }

    @Override
    public synchronized void proved(Session fresh) {
        if (session != fresh) return;
        if (established != null) announcer.lost("a newer connection took its place");
        established = fresh;
        status = new TunnelStatus.Established(fresh.since, List.of(fresh.facts()));
        links.increment();
        LOG.log(Level.INFO, "established tunnel=\"" + config.name() + "\" peer=\"" + fresh.peer.name() + "\" remote=" + fresh.facts().remote()
                + " suite=" + fresh.suite);
        announcer.established();
    }

    @Override
    public synchronized void ended(Session over, Session.End end) {
        receivedBytes.add(over.receivedBytes());
        sentBytes.add(over.sentBytes());
        streams.add(over.totalStreams());
        if (session == over) session = null;
        if (established != over) return;
        established = null;
        lastUp = clock.instant();
        LOG.log(Level.INFO, "lost tunnel=\"" + config.name() + "\" code=" + end.code().number() + " reason=\"" + end.reason() + "\"");
        if (!isClosed) status = new TunnelStatus.Disconnected(clock.instant(), end.reason());
        announcer.lost(end.reason());
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
        Session present = session;
        if (present != null) present.stop(code, reason);
        announcer.close();
    }

    /// The node stops: streams may end by themselves for a short while.
    synchronized @Nullable Session drain(Duration longest) {
        isClosed = true;
        Session present = session;
        if (present != null) present.drain(longest);
        return present;
    }

    TunnelState state() {
        Session present = session;
        TunnelStatus now = status;
        if (present != null && now instanceof TunnelStatus.Established(Instant since, _))
            now = new TunnelStatus.Established(since, List.of(present.facts()));
        long in = receivedBytes.sum() + (present == null ? 0 : present.receivedBytes());
        long out = sentBytes.sum() + (present == null ? 0 : present.sentBytes());
        long total = streams.sum() + (present == null ? 0 : present.totalStreams());
        long live = present == null ? 0 : present.liveStreams();
        return new TunnelState(config.id(), now, peerName, new TunnelState.Traffic(in, out, live, total),
                new TunnelState.Links(links.sum(), failures.sum(), 0, 0, ""));
    }

    boolean isInbound() {
        return config.side() == TunnelSide.INBOUND;
    }
}
