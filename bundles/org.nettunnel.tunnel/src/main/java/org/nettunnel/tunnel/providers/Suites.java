package org.nettunnel.tunnel.providers;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.Suite;

/// The suites that bundles offer. Of each name the best is tested before anything is sealed with it; the others when it fails or leaves.
///
/// A suite that ranks below zero stands in for another of its name, so that one is given a moment to come.
/// **Threads:** safe for any.
final class Suites {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.tunnel");
    private static final Duration STANDBY = Duration.ofSeconds(2);
    /// A suite that hangs in its test must not keep the others from work.
    private static final Duration LONGEST_TEST = Duration.ofSeconds(10);

    /// The suite that links will have is warmed up; one of another name is only tested.
    private static final Duration WARM_UP = Duration.ofSeconds(4);
    private static final Duration PROOF = Duration.ofMillis(250);

    private final Duration standby;
    /// Told when a suite was proved good or bad, outside any lock.
    private final Runnable decided;
    /// The best first; guarded by this.
    private final List<Candidate> candidates = new ArrayList<>();
    /// One test at a time: the rest of a starting node needs a core too.
    private final Semaphore core = new Semaphore(1);

    private enum State { NEW, TESTING, GOOD, BAD }

    /// A suite and what is known of it, guarded by the suites.
    private static final class Candidate {
        private final Suite suite;
        private final int rank;
        private State state = State.NEW;

        Candidate(Suite suite, int rank) {
            this.suite = suite;
            this.rank = rank;
        }
    }

    Suites(Runnable decided) {
        this(STANDBY, decided);
    }

    Suites(Duration standby, Runnable decided) {
        this.standby = standby;
        this.decided = decided;
    }

    synchronized void add(Suite suite, int rank) {
        candidates.add(new Candidate(suite, rank));
        candidates.sort(Comparator.comparingInt((Candidate candidate) -> candidate.rank).reversed());
        testBest(suite.name(), rank < 0 ? standby : Duration.ZERO);
        notifyAll();
    }

    synchronized void remove(Suite suite) {
        candidates.removeIf(candidate -> candidate.suite == suite);
        testBest(suite.name(), Duration.ZERO);
        notifyAll();
    }

    private @Nullable Candidate best(String name) {
        for (Candidate candidate : candidates) if (candidate.state != State.BAD && candidate.suite.name().equals(name)) return candidate;
        return null;
    }

    /// Tests on a thread of its own, which warms the suite up.
    private void testBest(String name, Duration patience) {
        Candidate best = best(name);
        if (best == null || best.state != State.NEW) return;
        best.state = State.TESTING;
        Thread.ofPlatform().daemon().name("self-test-" + name).start(() -> test(best, patience));
    }

    private void test(Candidate candidate, Duration patience) {
        boolean passed = false;
        try {
            if (isOvertaken(candidate, patience)) return;
            boolean alone = core.tryAcquire(LONGEST_TEST.toSeconds(), TimeUnit.SECONDS);
            try {
                new SelfTest(candidate.suite, isFirst(candidate) ? WARM_UP : PROOF).run();
                passed = true;
            } finally {
                if (alone) core.release();
            }
        } catch (SelfTest.Failed | RuntimeException | LinkageError failed) {
            LOG.log(Level.ERROR, "suite=" + candidate.suite.name() + " failed its self test and is not used; remove or update its bundle", failed);
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
        decide(candidate, passed ? State.GOOD : State.BAD);
        decided.run();
    }

    private synchronized boolean isFirst(Candidate candidate) {
        return !candidates.isEmpty() && candidates.getFirst().suite.name().equals(candidate.suite.name());
    }

    private synchronized boolean isOvertaken(Candidate candidate, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        for (long left = patience.toNanos(); best(candidate.suite.name()) == candidate; left = end - System.nanoTime()) {
            if (left <= 0) return false;
            wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
        }
        candidate.state = State.NEW;
        notifyAll();
        return true;
    }

    private synchronized void decide(Candidate candidate, State state) {
        candidate.state = state;
        if (state == State.GOOD) LOG.log(Level.DEBUG, "suite=" + candidate.suite.name() + " rank=" + candidate.rank + " passed its self test");
        else testBest(candidate.suite.name(), Duration.ZERO);
        notifyAll();
    }

    /// Waits until the best suite of each name is known to be good or bad, but not for ever; nothing is dialled or answered before.
    synchronized void awaitTests() {
        long end = System.nanoTime() + LONGEST_TEST.toNanos();
        try {
            for (long left = LONGEST_TEST.toNanos(); left > 0 && isUndecided(); left = end - System.nanoTime())
                wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isUndecided() {
        return candidates.stream().anyMatch(candidate -> candidate.state == State.TESTING && best(candidate.suite.name()) == candidate);
    }

    /// The best good one of each name, the best first.
    synchronized Map<String, Suite> good() {
        Map<String, Suite> good = new LinkedHashMap<>();
        for (Candidate candidate : candidates) if (candidate.state == State.GOOD) good.putIfAbsent(candidate.suite.name(), candidate.suite);
        return good;
    }
}
