package org.nettunnel.tunnel.handshake;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.nettunnel.api.transport.Wire;

/// Closes a wire when its handshake takes too long, so that whoever reads or writes it comes back.
///
/// **Threads:** a virtual thread of its own waits; the first of end and deadline wins, for good.
final class Deadline {
    private final CountDownLatch met = new CountDownLatch(1);
    private final Duration longest;
    private final long end;
    private final Wire wire;
    /// Guarded by this.
    private boolean decided;
    private boolean missed;

    private Deadline(Wire wire, Duration longest) {
        this.wire = wire;
        this.longest = longest;
        end = System.nanoTime() + longest.toNanos();
    }

    static Deadline start(Wire wire, Duration longest) {
        var deadline = new Deadline(wire, longest);
        Thread.ofVirtual().name("nettunnel-handshake-deadline").start(deadline::watch);
        return deadline;
    }

    private void watch() {
        try {
            if (!met.await(end - System.nanoTime(), TimeUnit.NANOSECONDS) && decide(true)) wire.close();
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean decide(boolean asMissed) {
        if (decided) return false;
        decided = true;
        missed = asMissed;
        return true;
    }

    /// The handshake has succeeded: the wire stays open from here.
    ///
    /// @throws HandshakeFailed.TimedOut when it is too late
    void meet() throws HandshakeFailed.TimedOut {
        giveUp();
        if (isMissed()) throw timedOut();
    }

    /// The handshake is over; nobody needs to watch any more.
    void giveUp() {
        decide(false);
        met.countDown();
    }

    synchronized boolean isMissed() {
        return missed;
    }

    HandshakeFailed.TimedOut timedOut() {
        return new HandshakeFailed.TimedOut(longest);
    }

    long nanosLeft() {
        return end - System.nanoTime();
    }
}
