package org.nettunnel.tunnel.link;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.nettunnel.tunnel.waits.Timer;

/// What a lane does because time passes, with a link or without: the end of the grace time, of a stream's patience, of a drain.
///
/// **Threads:** the lane's loop.
final class LaneClock {
    /// So many streams may wait that they are not looked at one by one.
    private static final long PATIENCE_STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Lane lane;
    private final Loop loop;
    private final Timer grace;
    private final Timer patience;
    private final Timer drain;
    private long graceNanos;
    private long lostAt;
    private boolean isLost;

    LaneClock(Lane lane, Loop loop, Duration grace) {
        this.lane = lane;
        this.loop = loop;
        this.graceNanos = grace.toNanos();
        this.grace = new Timer(lane::expires);
        this.patience = new Timer(this::lookAtPatience);
        this.drain = new Timer(lane::drainsNoLonger);
    }

    /// How long streams wait for the next link.
    void grace(Duration longest) {
        graceNanos = longest.toNanos();
        if (isLost) armGrace();
    }

    Duration grace() {
        return Duration.ofNanos(graceNanos);
    }

    void lost() {
        isLost = true;
        lostAt = loop.now();
        armGrace();
    }

    private void armGrace() {
        loop.timers.disarm(grace);
        loop.timers.arm(grace, lostAt + graceNanos);
    }

    void attached() {
        isLost = false;
        loop.timers.disarm(grace);
        loop.timers.disarm(patience);
    }

    /// A stream that waits for a link gives up at `due`.
    void waitsUntil(long due) {
        loop.timers.arm(patience, due);
    }

    private void lookAtPatience() {
        long now = loop.now();
        long next = lane.book.openings.giveUp(now);
        if (next != 0) loop.timers.arm(patience, Math.max(next, now + PATIENCE_STEP_NANOS));
    }

    /// The earliest end that was told counts.
    void drainsUntil(long end) {
        loop.timers.arm(drain, end);
    }

    void stop() {
        isLost = false;
        loop.timers.disarm(grace);
        loop.timers.disarm(patience);
        loop.timers.disarm(drain);
    }
}
