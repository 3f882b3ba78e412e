package org.nettunnel.tunnel.link;

import java.util.concurrent.TimeUnit;

import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.Tunnels.Measures;
import org.nettunnel.tunnel.squeeze.Squeezer;
import org.nettunnel.tunnel.waits.Stopwatch;
import org.nettunnel.tunnel.wire.Heartbeat;
import org.nettunnel.tunnel.wire.LinkSettings;
import org.nettunnel.tunnel.waits.Timer;

/// What a link does because time passes: silence, owed CREDIT, contexts of silent streams, half-closed streams without traffic, the end of its last words.
///
/// **Threads:** the link's loop.
final class LinkClock {
    private static final long LAST_WORDS_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(30);
    /// A RESUME may take so many times the silence after which a peer is dead, however slowly it comes.
    private static final int RESUMES = 2;

    private final Link link;
    private final Lane lane;
    private final Loop loop;
    private final Heartbeat heartbeat;
    private final Timer timer = new Timer(this::tick);
    /// While the wire takes nothing.
    private final Stopwatch blocked = new Stopwatch();
    private long lastSweep;
    /// Until when both sides have said what they remember.
    private long resumesUntil;

    LinkClock(Link link, Lane lane, Heartbeat heartbeat) {
        this.link = link;
        this.lane = lane;
        this.loop = lane.loop;
        this.heartbeat = heartbeat;
    }

    void start() {
        lastSweep = loop.now();
        heartbeat.heard(lastSweep);
        resumesUntil = lastSweep + RESUMES * lane.settings.dead().toNanos();
        arm(heartbeat.look(lastSweep));
    }

    /// Looks at `due`, or earlier when something else is due before.
    void arm(long due) {
        loop.timers.arm(timer, due);
    }

    /// Ends the link when its last words had their time to leave.
    void lastWords() {
        loop.timers.disarm(timer);
        loop.timers.arm(timer, loop.now() + LAST_WORDS_NANOS);
    }

    void stop() {
        loop.timers.disarm(timer);
    }

    void isBlocked(boolean now) {
        if (now) blocked.starts(loop.now());
        else blocked.stops(loop.now());
    }

    Measures.OfLink measures(int number) {
        long now = loop.now();
        return new Measures.OfLink(number, now, link.roundTripNanos(), link.pace.quickestNanos(), link.pace.outNanos(), blocked.nanos(now),
                link.outbox.waiting(), link.receivedBytes(), link.sentBytes(), link.pace.bytesPerSecond());
    }

    private void tick() {
        if (!link.isLive()) {
            link.kill();
            return;
        }
        long now = loop.now();
        if (heartbeat.isDead(now) && isReallyDead(now)) return;
        if (link.isResuming() && resumesUntil - now <= 0) {
            link.fail(CloseCode.TIMEOUT, "the peer did not come to the end of its RESUME");
            return;
        }
        long next = heartbeat.look(now);
        if (now - lastSweep >= SWEEP_NANOS) sweep(now);
        arm(lane.payOwed(now, next));
        link.wantsTurn();
    }

    /// Reads once more: perhaps it is we who were late.
    private boolean isReallyDead(long now) {
        link.read();
        if (!link.isLive()) return true;
        if (!heartbeat.isDead(now)) return false;
        link.fail(CloseCode.TIMEOUT, "the peer was silent for " + lane.settings.dead().toSeconds() + " s");
        return true;
    }

    private void sweep(long now) {
        lastSweep = now;
        LinkSettings settings = lane.settings;
        long longest = settings.halfClosed().toNanos();
        lane.book.forEachStream(stream -> {
            stream.sending.rest(now - Squeezer.IDLE_NANOS);
            if (stream.isHalfClosed() && now - stream.lastTraffic > longest)
                stream.abort(CloseCode.TIMEOUT, "half-closed and without traffic for " + settings.halfClosed().toMinutes() + " min");
        });
    }
}
