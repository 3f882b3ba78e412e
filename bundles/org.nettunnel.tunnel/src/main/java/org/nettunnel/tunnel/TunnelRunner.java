package org.nettunnel.tunnel;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;

import org.nettunnel.api.transport.Address;
import org.nettunnel.api.transport.Wire;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelStatus;
import org.nettunnel.tunnel.handshake.Established;
import org.nettunnel.tunnel.handshake.Handshake;
import org.nettunnel.tunnel.handshake.HandshakeFailed;
import org.nettunnel.tunnel.handshake.Initiation;

/// Keeps one outbound tunnel up: dial, shake hands, hand the wire to a loop, wait for its end, wait a little, dial again.
///
/// It is the only place that catches what dialling and links can fail with; what stops it is the proved word of the peer.
/// **Threads:** a virtual thread of its own; [#close] from any.
final class TunnelRunner implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.tunnel");

    private final Tunnel tunnel;
    private final Sessions sessions;
    private final TunnelSettings settings;
    private final InstantSource clock;
    private final Thread thread;
    /// The runner's thread alone has these.
    private final Addresses addresses = new Addresses();
    private final List<String> passedOver = new ArrayList<>();
    private int failures;
    private volatile boolean isClosed;

    TunnelRunner(Tunnel tunnel, Sessions sessions, TunnelSettings settings, InstantSource clock) {
        this.tunnel = tunnel;
        this.sessions = sessions;
        this.settings = settings;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("tunnel-" + tunnel.config().name()).unstarted(this::run);
    }

    TunnelRunner start() {
        thread.start();
        return this;
    }

    /// What to do after an attempt or a link came to its end.
    private sealed interface Next {
        record Wait(Duration delay, String reason) implements Next {}

        record GiveUp(String reason) implements Next {}
    }

    private void run() {
        try {
            while (!isClosed) {
                tunnel.status(new TunnelStatus.Connecting(failures + 1));
                switch (attempt()) {
                    case Next.Wait(Duration delay, String reason) -> {
                        if (isClosed) return;
                        tunnel.status(new TunnelStatus.Waiting(failures + 1, clock.instant().plus(delay), reason));
                        Thread.sleep(delay); // the wait before redialling; close() interrupts it
                    }
                    case Next.GiveUp(String reason) -> {
                        LOG.log(Level.WARNING, "gave up until the configuration changes tunnel=\"" + tunnel.config().name() + "\" reason=\"" + reason + "\"");
                        tunnel.status(new TunnelStatus.Failed(clock.instant(), reason));
                        return;
                    }
                }
            }
        } catch (InterruptedException closed) {
            // close() was called
        } catch (RuntimeException mistake) {
            LOG.log(Level.ERROR, "stopped dialling; please report this tunnel=\"" + tunnel.config().name() + "\"", mistake);
            tunnel.status(new TunnelStatus.Failed(clock.instant(), "internal error: " + mistake));
        }
    }

    private Next attempt() throws InterruptedException {
        try {
            Session session = connect();
            failures = 0;
            return after(session.end.get());
        } catch (HandshakeFailed.Refused refused) {
            tunnel.failed();
            String reason = reason(refused);
            if (refused.isByPeer() && isFinal(refused.code())) return new Next.GiveUp(reason);
            // a proved peer is there: no doubling
            return again(reason, failures);
        } catch (HandshakeFailed | NotReady | IOException failed) {
            tunnel.failed();
            if (!isClosed) LOG.log(failures == 0 ? Level.WARNING : Level.DEBUG,
                    "not connected tunnel=\"" + tunnel.config().name() + "\" attempt=" + (failures + 1) + " reason=\"" + reason(failed) + "\"");
            return again(reason(failed), ++failures);
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Protocol section 6, "Ends".
    private Next after(Session.End end) {
        return switch (end.code()) {
            case NORMAL, AUTHENTICATION, POLICY, RIGHTS_CHANGED -> end.byPeer() ? new Next.GiveUp(end.reason()) : again(end.reason(), 0);
            case PROTOCOL, FLOW_CONTROL, SIZE -> new Next.Wait(settings.redial().slow(), end.reason());
            case BUSY, KEY_LIMIT, NO_COMMON_SUITE, TIMEOUT, SHUTTING_DOWN, SESSION_GONE, MEMORY, TARGET_REFUSED, TARGET_UNREACHABLE, INTERNAL ->
                again(end.reason(), 0);
        };
    }

    private static boolean isFinal(CloseCode code) {
        return code == CloseCode.AUTHENTICATION || code == CloseCode.POLICY || code == CloseCode.RIGHTS_CHANGED;
    }

    private Next again(String reason, int failuresNow) {
        return new Next.Wait(settings.redial().before(failuresNow, tunnel.sinceUp()), reason);
    }

    /// The addresses in turn, until behind one of them the pinned peer is.
    ///
    /// Whatever else answers there, and whatever it says, the next one is tried. A proved refusal is the peer's word, and all addresses are the
    /// same peer's, so that ends it.
    private Session connect() throws HandshakeFailed, NotReady, IOException {
        passedOver.clear();
        TunnelConfig config = tunnel.config();
        if (!(config.route() instanceof TunnelConfig.Outbound route)) throw new IllegalStateException("tunnel " + config.id() + " is not dialled");
        for (Iterator<Address> left = addresses.inOrder(route.addresses()).iterator(); ; ) {
            Address address = left.next();
            try {
                Session session = connect(address, route);
                addresses.wasGood(address);
                return session;
            } catch (HandshakeFailed failed) {
                boolean isPeersWord = failed instanceof HandshakeFailed.Refused refused && refused.isByPeer();
                if (isPeersWord || !left.hasNext() || isClosed) throw failed;
                passedOver.add(address + ": " + failed.getMessage());
            } catch (IOException failed) {
                if (!left.hasNext() || isClosed) throw failed;
                passedOver.add(String.valueOf(failed.getMessage()));
            }
        }
    }

    private Session connect(Address address, TunnelConfig.Outbound route) throws HandshakeFailed, NotReady, IOException {
        TunnelConfig config = tunnel.config();
        PeerIdentity peer = config.trust().peer();
        if (peer == null) throw new NotReady("the tunnel does not say who the peer is: add it again with a new invite");
        Initiation initiation = new Initiation(sessions.self(), config.id(), peer.fingerprint(), config.trust().key(), null);
        // before the wire, which nobody would close if it were missing
        Handshake handshake = sessions.handshake();
        Wire wire = sessions.transport(route.transport()).dial(address, sessions.ways().through(route.proxy()), settings.dialTimeout());
        Established established = handshake.initiate(wire, initiation);
        return sessions.begin(tunnel, wire, established, true);
    }

    /// Why there is no session, address by address.
    private String reason(Exception failed) {
        String last = String.valueOf(failed.getMessage());
        return passedOver.isEmpty() ? last : String.join("; ", passedOver) + "; " + last;
    }

    /// Ends the thread; the session is the tunnel's to end.
    @Override
    public void close() {
        isClosed = true;
        thread.interrupt();
    }
}
