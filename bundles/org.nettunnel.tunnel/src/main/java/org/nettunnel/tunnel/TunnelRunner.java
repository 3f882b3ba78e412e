package org.nettunnel.tunnel;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.TunnelStatus;
import org.nettunnel.tunnel.handshake.Established;
import org.nettunnel.tunnel.handshake.HandshakeFailed;
import org.nettunnel.tunnel.providers.NotReady;

/// Keeps one outbound tunnel up: dials for a fresh session, has a [LaneRunner] keep each of its lanes joined, waits for its end, dials again.
///
/// What stops it is the proved word of the peer.
/// **Threads:** a virtual thread of its own; [#close] and [#drain] from any.
final class TunnelRunner implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.tunnel");

    private final Tunnel tunnel;
    private final Sessions sessions;
    private final Thread thread;
    private final Addresses addresses = new Addresses();
    /// The runner's thread alone has it.
    private int failures;
    private volatile boolean isClosed;

    TunnelRunner(Tunnel tunnel, Sessions sessions) {
        this.tunnel = tunnel;
        this.sessions = sessions;
        this.thread = Thread.ofVirtual().name("tunnel-" + tunnel.config().name()).unstarted(this::run);
    }

    TunnelRunner start() {
        thread.start();
        return this;
    }

    /// What to do after an attempt or a session came to its end.
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
                        tunnel.status(new TunnelStatus.Waiting(failures + 1, sessions.clock().instant().plus(delay), reason));
                        Thread.sleep(delay); // the wait before redialling; close() interrupts it
                    }
                    case Next.GiveUp(String reason) -> {
                        LOG.log(Level.WARNING, "gave up until the configuration changes tunnel=\"" + tunnel.config().name() + "\" reason=\"" + reason + "\"");
                        tunnel.status(new TunnelStatus.Failed(sessions.clock().instant(), reason));
                        return;
                    }
                }
            }
        } catch (InterruptedException closed) {
            // close() was called
        } catch (RuntimeException mistake) {
            LOG.log(Level.ERROR, "stopped dialling; please report this tunnel=\"" + tunnel.config().name() + "\"", mistake);
            tunnel.status(new TunnelStatus.Failed(sessions.clock().instant(), "internal error: " + mistake));
        }
    }

    private Next attempt() throws InterruptedException {
        Dialler dialler = new Dialler(tunnel, sessions, addresses);
        try {
            Session session = begin(dialler.dial(() -> null));
            failures = 0;
            return after(live(session));
        } catch (HandshakeFailed.Refused refused) {
            String reason = dialler.reason(refused);
            tunnel.failed(reason);
            if (refused.isByPeer() && isFinal(refused.code())) return new Next.GiveUp(reason);
            // overtaken is not unwanted: no doubling
            boolean isOvertaken = refused.code() == CloseCode.SESSION_GONE || refused.code() == CloseCode.TIMEOUT;
            return again(reason, isOvertaken ? failures : ++failures);
        } catch (HandshakeFailed | NotReady | IOException failed) {
            String reason = dialler.reason(failed);
            tunnel.failed(reason);
            if (!isClosed) LOG.log(failures == 0 ? Level.WARNING : Level.DEBUG,
                    "not connected tunnel=\"" + tunnel.config().name() + "\" attempt=" + (failures + 1) + " reason=\"" + reason + "\"");
            return again(reason, ++failures);
        }
    }

    private Session begin(Dialler.Reached reached) throws NotReady {
        Established established = reached.established();
        Session session = null;
        try {
            session = sessions.begin(tunnel, new Session.Parties(established.session(), reached.self(), established.peer().identity(),
                    established.peer().name(), true, established.keys().join()));
            if (session == null) throw new NotReady("the tunnel was stopped or changed during the handshake");
            sessions.link(new Sessions.Berth(session, 0, 0), reached.wire(), established);
            return session;
        } catch (NotReady | RuntimeException failed) {
            reached.giveUp();
            if (session != null) session.stop(CloseCode.INTERNAL, String.valueOf(failed.getMessage()));
            throw failed;
        }
    }

    /// Keeps the lanes of a session joined until it ends.
    private SessionOwner.End live(Session session) throws InterruptedException {
        List<LaneRunner> runners = new ArrayList<>();
        try {
            for (int lane = 0; lane < sessions.settings().lanes(); lane++)
                runners.add(new LaneRunner(tunnel, session, lane, sessions, addresses).start());
            return session.end.get();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            runners.forEach(LaneRunner::close);
        }
    }

    /// Protocol section 6, "Ends".
    private Next after(SessionOwner.End end) {
        return switch (end.code()) {
            case NORMAL, AUTHENTICATION, POLICY, RIGHTS_CHANGED -> end.byPeer() ? new Next.GiveUp(end.reason()) : again(end.reason(), 0);
            case PROTOCOL, FLOW_CONTROL, SIZE -> new Next.Wait(sessions.settings().redial().slow(), end.reason());
            case BUSY, KEY_LIMIT, NO_COMMON_SUITE, TIMEOUT, SHUTTING_DOWN, SESSION_GONE, MEMORY, TARGET_REFUSED, TARGET_UNREACHABLE, INTERNAL ->
                again(end.reason(), 0);
        };
    }

    private static boolean isFinal(CloseCode code) {
        return code == CloseCode.AUTHENTICATION || code == CloseCode.POLICY || code == CloseCode.RIGHTS_CHANGED;
    }

    private Next again(String reason, int failuresNow) {
        return new Next.Wait(sessions.settings().redial().before(failuresNow, tunnel.sinceUp()), reason);
    }

    /// The node stops: the present session may go on until it ends, but none comes after it.
    void drain() {
        isClosed = true;
        if (tunnel.session() == null) thread.interrupt();
    }

    /// Ends the thread; the session is the tunnel's to end.
    @Override
    public void close() {
        isClosed = true;
        thread.interrupt();
    }
}
