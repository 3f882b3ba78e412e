package org.nettunnel.tunnel.providers;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.tunnel.Provider;
import org.nettunnel.api.tunnel.Provider.Verdict;
import org.nettunnel.tunnel.trial.Trial;

/// The services of one kind that bundles offer. Each is tested before it is used, one at a time, the best first.
///
/// One that ranks below zero stands in for another of its name, so that one is given a moment to come.
/// **Threads:** safe for any.
final class Shelf<T> {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.tunnel");
    private static final Duration STANDBY = Duration.ofSeconds(2);
    /// Nobody waits longer for tests than this, and no test takes twice as long.
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    /// How long things may take.
    ///
    /// @param standby  what one that stands in waits for the one it stands in for
    /// @param patience after which a test hangs
    record Times(Duration standby, Duration patience) {
        static final Times USUAL = new Times(STANDBY, LONGEST_WAIT.multipliedBy(2));
    }

    private final Times times;
    /// Told when one was proved good or bad, outside any lock.
    private final Runnable decided;
    private final Examiner examiner;
    /// The best first; guarded by this, as is the rest.
    private final List<Candidate<T>> candidates = new ArrayList<>();
    private Wishes wishes = Wishes.NONE;
    private boolean isTesting;
    /// Something was decided, and those who are told of it do not know yet.
    private boolean isTelling;
    private @Nullable Long firstCame;

    Shelf(Times times, Examiner examiner, Runnable decided) {
        this.times = times;
        this.examiner = examiner;
        this.decided = decided;
    }

    void add(T service, Candidate.Facts facts, Trial trial) {
        synchronized (this) {
            long now = System.nanoTime();
            if (firstCame == null) firstCame = now;
            long due = facts.origin().rank() < 0 ? now + times.standby.toNanos() : now;
            candidates.add(new Candidate<>(service, facts, trial, due));
            candidates.sort(Choice.order(wishes));
            notifyAll();
            if (isTesting) return;
            isTesting = true;
        }
        Thread.ofVirtual().name("self-tests").start(this::test);
    }

    /// Each of which `leaves` is true.
    synchronized void remove(Predicate<Candidate<T>> leaves) {
        for (Candidate<T> one : List.copyOf(candidates))
            if (leaves.test(one)) {
                candidates.remove(one);
                examiner.forget(one);
                nobodyIsAwaited(one.name());
            }
        notifyAll();
    }

    synchronized void wish(Wishes now) {
        wishes = now;
        candidates.sort(Choice.order(now));
        notifyAll();
    }

    /// The bundles that something here comes from.
    synchronized Set<Long> bundles() {
        return candidates.stream().map(one -> one.facts.origin().bundle()).collect(Collectors.toCollection(HashSet::new));
    }

    /// What these bundles have a part in, by the very object, whatever came of its test.
    synchronized Set<Object> of(Set<Long> bundles) {
        Set<Object> services = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Candidate<T> one : candidates) if (!Collections.disjoint(one.facts.bundles(), bundles)) services.add(one.service);
        return services;
    }

    /// What would be offered if these bundles were gone.
    synchronized List<String> without(Set<Long> bundles) {
        Set<Long> gone = new HashSet<>(wishes.retired());
        gone.addAll(bundles);
        return List.copyOf(Choice.of(good(), new Wishes(wishes.names(), wishes.allowsAlone(), gone)).offered().keySet());
    }

    private List<Candidate<T>> good() {
        return candidates.stream().filter(one -> one.state == Candidate.State.GOOD).toList();
    }

    // testing

    private void test() {
        try {
            for (Candidate<T> next; (next = next()) != null;) {
                decide(next, examiner.examine(next, isFirst(next)));
                decided.run();
                told();
            }
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
    }

    /// The next to be tested, when it is time; null when none is left.
    private synchronized @Nullable Candidate<T> next() throws InterruptedException {
        for (;;) {
            List<Candidate<T>> untested = candidates.stream().filter(one -> one.state == Candidate.State.NEW).toList();
            isTesting = !untested.isEmpty();
            if (!isTesting) return null;
            long now = System.nanoTime();
            long soonest = Long.MAX_VALUE;
            for (Candidate<T> one : untested) {
                long left = one.due - now;
                if (left <= 0) {
                    one.state = Candidate.State.TESTING;
                    return one;
                }
                soonest = Math.min(soonest, left);
            }
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000, soonest));
        }
    }

    /// Who stands in has seen the one it stands in for.
    private void nobodyIsAwaited(String name) {
        long now = System.nanoTime();
        for (Candidate<T> one : candidates) if (one.name().equals(name)) one.due = now;
    }

    private synchronized boolean isFirst(Candidate<T> one) {
        return !candidates.isEmpty() && candidates.getFirst().name().equals(one.name()) && best(one.name()) == one;
    }

    private @Nullable Candidate<T> best(String name) {
        for (Candidate<T> one : candidates) if (one.state != Candidate.State.BAD && one.name().equals(name)) return one;
        return null;
    }

    private synchronized void decide(Candidate<T> one, String reason) {
        one.state = reason.isEmpty() ? Candidate.State.GOOD : Candidate.State.BAD;
        one.reason = reason;
        isTelling = true;
        nobodyIsAwaited(one.name());
        notifyAll();
        if (!candidates.contains(one)) return;
        String what = one.facts.kind().name().toLowerCase(Locale.ROOT) + "=" + one.name() + " bundle=" + one.facts.origin().bundle() + " rank=" + one.facts.origin().rank();
        if (reason.isEmpty()) LOG.log(Level.DEBUG, what + " passed its test");
        else LOG.log(Level.ERROR, what + " failed its test and is not used; remove or update its bundle: " + reason);
    }

    private synchronized void told() {
        isTelling = false;
        notifyAll();
    }

    /// Waits until the best of each name is known to be good or bad, but not for ever. Once a node has something to use nothing waits for what
    /// comes later.
    synchronized void awaitTests() {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        try {
            for (long left = LONGEST_WAIT.toNanos(); left > 0 && isUndecided() && isNeeded(); left = end - System.nanoTime())
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000, left));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isUndecided() {
        return isTelling || candidates.stream().anyMatch(one -> (one.state == Candidate.State.NEW || one.state == Candidate.State.TESTING) && best(one.name()) == one);
    }

    private boolean isNeeded() {
        Long came = firstCame;
        boolean isStarting = came != null && System.nanoTime() - came < LONGEST_WAIT.toNanos();
        return isStarting || choice().offered().isEmpty();
    }

    // what came of it

    /// Those that are offered, and those that could be.
    synchronized Choice<T> choice() {
        return Choice.of(good(), wishes);
    }

    /// Each that is there, the offered first.
    ///
    /// @param links how many living links use the very object
    synchronized List<Provider> told(ToIntFunction<Object> links) {
        Choice<T> choice = choice();
        List<Candidate<T>> all = new ArrayList<>(choice.offered().values());
        all.addAll(choice.spare().keySet());
        for (Candidate<T> one : candidates) if (one.state != Candidate.State.GOOD) all.add(one);
        return all.stream().map(one -> told(one, choice.spare().get(one), links.applyAsInt(one.service))).toList();
    }

    private Provider told(Candidate<T> one, @Nullable String spare, int links) {
        Verdict verdict = switch (one.state) {
            case NEW, TESTING -> new Verdict.Testing();
            case BAD -> new Verdict.Refused(one.reason);
            case GOOD -> spare == null ? new Verdict.Offered() : new Verdict.Spare(spare);
        };
        return new Provider(one.facts.kind(), one.name(), one.facts.origin().bundle(), verdict, one.facts.isLegacy(), links);
    }
}
