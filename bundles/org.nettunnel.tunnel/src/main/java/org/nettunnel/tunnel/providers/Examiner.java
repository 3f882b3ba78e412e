package org.nettunnel.tunnel.providers;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.nettunnel.tunnel.trial.Refused;
import org.nettunnel.tunnel.trial.Trial;

/// Runs one trial on a thread of its own and takes whatever comes of it for a verdict: a bundle that hangs or throws harms nobody else.
final class Examiner {
    /// A busy machine is no fault of a bundle: a test that works may take so many times its time by the clock.
    private static final int BUSY = 6;
    /// Part of the time that a test which works gets of a processor, even on a busy machine.
    private static final int LEAST_PART = 50;

    private final Duration patience;
    /// Those that are examined now.
    private final Map<Candidate<?>, Thread> examined = new ConcurrentHashMap<>();
    /// One at a time: the rest of a starting node needs a core too.
    private final Semaphore core = new Semaphore(1);

    /// @param patience time on a processor after which a test hangs; one that does not even use a processor hangs after it by the clock
    Examiner(Duration patience) {
        this.patience = patience;
    }

    /// Why the candidate is refused; empty when it passed. Waits for it, on a thread that may.
    String examine(Candidate<?> candidate, boolean isFirst) throws InterruptedException {
        boolean alone = core.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        var said = new AtomicReference<@Nullable String>();
        Thread thread = Thread.ofPlatform().daemon().inheritInheritableThreadLocals(false).name("self-test-" + candidate.name())
                .unstarted(() -> said.set(verdict(candidate.trial, isFirst)));
        examined.put(candidate, thread);
        try {
            thread.start();
            if (!ends(thread)) thread.interrupt();
        } finally {
            examined.remove(candidate);
            if (alone) core.release();
        }
        String verdict = said.get();
        return verdict == null ? "its test did not end within " + patience.toMillis() + " ms" : verdict;
    }

    private boolean ends(Thread thread) throws InterruptedException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = 0;
        for (int times = 1; times < BUSY; times++) {
            if (thread.join(patience)) return true;
            long worked = threads.isThreadCpuTimeEnabled() ? threads.getThreadCpuTime(thread.threadId()) : Long.MAX_VALUE;
            if (worked >= patience.toNanos() || worked - before < patience.toNanos() / LEAST_PART) return !thread.isAlive();
            before = worked;
        }
        return thread.join(patience);
    }

    /// The candidate left: its test ends soon.
    void forget(Candidate<?> candidate) {
        Thread running = examined.get(candidate);
        if (running != null) running.interrupt();
    }

    private static String verdict(Trial trial, boolean isFirst) {
        try {
            trial.run(isFirst);
            return "";
        } catch (Refused refused) {
            return String.valueOf(refused.getMessage());
        } catch (InterruptedException left) {
            return "it left while it was tested";
        } catch (Throwable thrown) {
            // whatever a bundle throws is its verdict; its text alone is kept, for the exception holds the bundle's classes
            return "its test ended with " + Refused.shown(thrown);
        }
    }
}
