package org.nettunnel.tunnel.rekey;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.compression.Compression;
import org.nettunnel.api.crypto.Suite;
import org.nettunnel.tunnel.wire.KeyLimits;
import org.nettunnel.tunnel.wire.KeyLimits.Limit;
import org.nettunnel.tunnel.wire.RecordCounter;

/// Whether a link should have new keys, must have them soon, or must end: how much the present ones carried, and what bundles left.
///
/// **Threads:** the link's loop.
final class RekeyWish {
    private final KeyLimits limits;
    private final Supplier<Stock> stock;
    private final Use sending;
    private final Use receiving;
    private Names offered;
    /// What the two below were found out from; null when they must be found out anew.
    private @Nullable Stock seen;
    /// Whether other names are here than were offered last.
    private boolean isNews;
    /// Whether a direction uses something that is not here any more.
    private boolean isUsedBeyond;
    /// Since when something in use has to go; null while all of it is there.
    private @Nullable Long stuckSince;

    /// What one end has, by name, the best first.
    record Names(List<String> suites, List<String> compressions) {
        static Names of(Stock stock) {
            return new Names(stock.suiteNames(), stock.compressionNames());
        }
    }

    /// What one direction uses, and since when.
    private static final class Use {
        private final RecordCounter counter;
        private Suite suite;
        private List<Compression> compressions;
        private long since;

        Use(RecordCounter counter, Suite suite, List<Compression> compressions, long since) {
            this.counter = counter;
            this.suite = suite;
            this.compressions = compressions;
            this.since = since;
        }

        void enter(Renewal renewal, long now) {
            suite = renewal.keys().suite();
            compressions = renewal.compressions();
            since = now;
        }

        boolean uses(Predicate<Object> what) {
            return what.test(suite) || compressions.stream().anyMatch(what);
        }

        boolean reached(Limit limit, long now) {
            return limit.isReached(counter, now - since);
        }

        /// What is left of the time until a limit is reached, or of `left`.
        long sooner(KeyLimits limits, long now, long left) {
            long age = now - since;
            long toSoft = limits.soft().time().toNanos() - age;
            long toHard = limits.hard().time().toNanos() - age;
            return Math.min(left, toSoft > 0 ? toSoft : Math.max(0, toHard));
        }

        boolean isFar(Limit limit, long now) {
            return limit.isFar(counter, now - since);
        }
    }

    RekeyWish(RekeySite site, Renewal present, RekeyStart start, KeyLimits limits) {
        this.limits = limits;
        stock = start.stock();
        sending = new Use(site.sealed(), present.keys().suite(), present.compressions(), site.now());
        receiving = new Use(site.opened(), present.keys().suite(), present.compressions(), site.now());
        offered = new Names(start.offers().suites(), start.offers().compressions());
    }

    Stock stock() {
        return stock.get();
    }

    boolean isWanted(long now) {
        look();
        return isNews || isUsedBeyond || sending.reached(limits.soft(), now) || receiving.reached(limits.soft(), now);
    }

    /// Compares what is here with what is in use, when either has changed.
    private void look() {
        Stock present = stock.get();
        if (present == seen) return;
        seen = present;
        isNews = !Names.of(present).equals(offered);
        isUsedBeyond = !present.hasAll(sending.suite, sending.compressions) || !present.hasAll(receiving.suite, receiving.compressions);
    }

    /// Whether something in use is not here any more, by another bundle neither: whatever is agreed is new.
    boolean mustChange() {
        look();
        Names here = Names.of(stock.get());
        return isUsedBeyond && (isBeyond(sending, here) || isBeyond(receiving, here));
    }

    private static boolean isBeyond(Use use, Names here) {
        return !here.suites.contains(use.suite.name()) || !here.compressions.containsAll(names(use.compressions));
    }

    /// Whether a suite is here that is one of the peer's.
    boolean hasOneOf(List<String> theirs) {
        return stock.get().suites().stream().anyMatch(suite -> theirs.contains(suite.name()));
    }

    /// Whether a suite is here that the peer was not told of.
    boolean hasUntold() {
        return !offered.suites.containsAll(stock.get().suiteNames());
    }

    Set<Object> used() {
        Set<Object> used = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Use use : List.of(sending, receiving)) {
            used.add(use.suite);
            used.addAll(use.compressions);
        }
        return used;
    }

    boolean uses(Predicate<Object> what) {
        return sending.uses(what) || receiving.uses(what);
    }

    /// Whether there is anything to offer that was not offered last.
    boolean hasNews() {
        look();
        return isNews;
    }

    /// Whether an exchange for the keys' sake alone would be idle.
    boolean isFar(long now) {
        return sending.isFar(limits.soft(), now) && receiving.isFar(limits.soft(), now);
    }

    void offers(Stock what) {
        offered = Names.of(what);
        seen = null;
    }

    /// Whether it is another suite, or other compressions, than this side sends with.
    boolean isNew(Renewal renewal) {
        return renewal.keys().suite() != sending.suite || !renewal.compressions().equals(sending.compressions);
    }

    /// The same by name, as the peer sees it.
    boolean isOther(Renewal renewal) {
        return !renewal.keys().suite().name().equals(sending.suite.name()) || !names(renewal.compressions()).equals(names(sending.compressions));
    }

    private static List<String> names(List<Compression> compressions) {
        return compressions.stream().map(Compression::name).toList();
    }

    void sends(Renewal renewal, long now) {
        sending.enter(renewal, now);
        seen = null;
    }

    void receives(Renewal renewal, long now) {
        receiving.enter(renewal, now);
        seen = null;
    }

    String suite() {
        return sending.suite.name();
    }

    boolean isKeyUsedUp(long now) {
        return sending.reached(limits.hard(), now) || receiving.reached(limits.hard(), now);
    }

    /// Something that left is still in use, by a direction or by an exchange under way, and new keys without it were not agreed in time.
    ///
    /// @param underWay  what the exchange under way may still bring; null where there is none
    /// @param isWaiting whether the exchange under way waits for a suite that both have
    boolean isStuckTooLong(long now, @Nullable Stock underWay, boolean isWaiting) {
        look();
        Stock present = stock.get();
        boolean isStuck = isWaiting || isUsedBeyond || underWay != null && underWay != present && !(present.suites().containsAll(underWay.suites())
                && present.compressions().containsAll(underWay.compressions()));
        Long since = stuckSince;
        if (!isStuck) stuckSince = null;
        else if (since == null) stuckSince = now;
        return isStuck && since != null && now - since >= limits.agreement().toNanos();
    }

    /// When there is something to look at again, if nothing happens before.
    long nextLook(long now) {
        Long since = stuckSince;
        long left = limits.hard().time().toNanos();
        if (since != null) left = Math.min(left, since + limits.agreement().toNanos() - now);
        return now + receiving.sooner(limits, now, sending.sooner(limits, now, left));
    }
}
