package org.nettunnel.tunnel;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.handshake.HandshakeFailed;
import org.nettunnel.tunnel.handshake.Initiation.Rejoin;
import org.nettunnel.tunnel.providers.NotReady;

/// Keeps one lane of an outbound tunnel's session joined: waits for the loss of its link, dials, shakes hands, and again; one attempt at a time.
///
/// An attempt that fails ends nothing. What ends the session is the peer's word in a completed handshake: that it has it no more, or will not have it.
/// **Threads:** a virtual thread of its own; [#close] from any.
final class LaneRunner implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.tunnel");

    private final Tunnel tunnel;
    private final Session session;
    private final int lane;
    private final Sessions sessions;
    private final Addresses addresses;
    private final Thread thread;
    /// The last that was made.
    private @Nullable Rejoin attempt;
    /// In a row; a link that was lost at once counts as one too.
    private int failures;
    /// By the clock of [System#nanoTime]; long ago where there was none yet.
    private long linkedAt;

    LaneRunner(Tunnel tunnel, Session session, int lane, Sessions sessions, Addresses addresses) {
        this.tunnel = tunnel;
        this.session = session;
        this.lane = lane;
        this.sessions = sessions;
        this.addresses = addresses;
        this.linkedAt = System.nanoTime() - (lane == 0 ? 0 : Duration.ofDays(1).toNanos());
        this.thread = Thread.ofVirtual().name("tunnel-" + tunnel.config().name() + "-lane-" + lane).unstarted(this::run);
    }

    LaneRunner start() {
        thread.start();
        return this;
    }

    private void run() {
        try {
            while (session.awaitNeed(lane)) {
                Redial redial = sessions.settings().redial();
                boolean isOld = System.nanoTime() - linkedAt >= redial.first().toNanos();
                if (failures == 0 && !isOld) failures = 1;
                do session.pause(lane, redial.again(failures, isUrgent(redial)));
                while (session.awaitNeed(lane) && !join());
            }
        } catch (InterruptedException closed) {
            // close() was called
        } catch (RuntimeException mistake) {
            LOG.log(Level.ERROR, "stopped joining; please report this tunnel=\"" + tunnel.config().name() + "\" lane=" + lane, mistake);
            session.stop(CloseCode.INTERNAL, "internal error: " + mistake);
        }
    }

    /// Streams wait for it, or may come: the tunnel was up a short time ago.
    private boolean isUrgent(Redial redial) {
        SessionLanes.Interruption now = session.interruption();
        return session.traffic().openStreams() > 0
                || now != null && Duration.between(now.since(), sessions.clock().instant()).compareTo(redial.reckoned()) < 0;
    }

    /// One attempt; whether the lane has its link.
    private boolean join() {
        Dialler dialler = new Dialler(tunnel, sessions, addresses);
        try {
            Dialler.Reached reached = dialler.dial(() -> attempt = session.nextAttempt(lane));
            return isSame(reached) && link(reached);
        } catch (HandshakeFailed.Refused refused) {
            // a proved peer is there: no doubling, but no second attempt at once either
            failed(dialler.reason(refused));
            failures = Math.max(1, failures);
            if (refused.isByPeer()) heed(refused.code(), dialler.reason(refused));
        } catch (HandshakeFailed | NotReady | IOException failed) {
            failed(dialler.reason(failed));
            failures++;
        }
        return false;
    }

    /// Both identities must be those of the session: ours may have been replaced.
    private boolean isSame(Dialler.Reached reached) {
        Session.Parties parties = session.parties;
        if (reached.self().equals(parties.self()) && reached.established().peer().identity().equals(parties.peer())) return true;
        reached.giveUp();
        session.stop(CloseCode.AUTHENTICATION, "an identity was replaced; a fresh session is needed");
        return false;
    }

    private boolean link(Dialler.Reached reached) throws NotReady {
        Rejoin made = Objects.requireNonNull(attempt);
        boolean isKnown = reached.established().session().equals(session.parties.id());
        if (!isKnown) reached.giveUp();
        if (!isKnown) throw new NotReady("the peer joined another session than this one");
        sessions.link(new Sessions.Berth(session, lane, made.join().attempt()), reached.wire(), reached.established());
        failures = 0;
        linkedAt = System.nanoTime();
        return true;
    }

    private void failed(String reason) {
        if (session.end.isDone()) return;
        tunnel.failed(reason);
        LOG.log(failures == 0 ? Level.WARNING : Level.DEBUG, "not joined tunnel=\"" + tunnel.config().name() + "\" lane=" + lane + " failures=" + (failures + 1)
                + " reason=\"" + reason + "\"");
    }

    /// The proved word of the peer.
    private void heed(CloseCode code, String reason) {
        switch (code) {
            // a link that stands hears itself how the session ends
            case SESSION_GONE -> {
                if (session.interruption() != null)
                    session.over(new SessionOwner.End(code, "the other node knows nothing of the session any more: it was restarted, or had given it up", true));
            }
            case AUTHENTICATION, POLICY, RIGHTS_CHANGED -> session.over(new SessionOwner.End(code, reason, true));
            case NO_COMMON_SUITE -> {
                if (session.interruption() != null) session.over(new SessionOwner.End(code, reason, true));
            }
            case NORMAL, PROTOCOL, BUSY, FLOW_CONTROL, SIZE, KEY_LIMIT, TIMEOUT, SHUTTING_DOWN, MEMORY, TARGET_REFUSED, TARGET_UNREACHABLE, INTERNAL -> {}
        }
    }

    /// Ends the thread, and an attempt that runs.
    @Override
    public void close() {
        thread.interrupt();
    }
}
