package org.nettunnel.system.process;

import java.time.Duration;
import java.util.concurrent.Callable;

/// Waits for something that another process does and nobody tells us of.
public final class Await {
    private static final long LOOK_EVERY_MILLIS = 25;

    private Await() {}

    /// Looks again and again until `what` holds.
    ///
    /// @throws AssertionError when it does not within `limit`; the last failure to look is its cause
    public static void until(String what, Duration limit, Callable<Boolean> holds) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        Exception last = null;
        while (true) {
            try {
                if (holds.call()) return;
            } catch (InterruptedException interrupted) {
                throw interrupted;
            } catch (Exception notYet) {
                last = notYet;
            }
            if (System.nanoTime() > end) throw new AssertionError("not within " + limit.toMillis() + " ms: " + what, last);
            Thread.sleep(LOOK_EVERY_MILLIS); // another process has no condition to wait on
        }
    }
}
