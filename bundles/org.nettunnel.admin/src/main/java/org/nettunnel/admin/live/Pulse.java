package org.nettunnel.admin.live;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Runs something again and again, on one virtual thread, until it is closed.
final class Pulse implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.admin");
    private final CountDownLatch closed = new CountDownLatch(1);

    private Pulse() {}

    /// @param beat what fails once is tried again; the same failure is told once
    static Pulse start(String name, Duration every, Runnable beat) {
        var pulse = new Pulse();
        Thread.ofVirtual().name(name).start(() -> pulse.run(every, beat));
        return pulse;
    }

    private void run(Duration every, Runnable beat) {
        String told = "";
        long next = System.nanoTime();
        try {
            do {
                try {
                    beat.run();
                } catch (RuntimeException failed) {
                    if (!told.equals(failed.toString())) LOG.log(Level.ERROR, "events are not told; please report this", failed);
                    told = failed.toString();
                }
                // what was late is not made up for
                next = Math.max(next + every.toNanos(), System.nanoTime());
            } while (!closed.await(Math.max(0, next - System.nanoTime()), TimeUnit.NANOSECONDS));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
