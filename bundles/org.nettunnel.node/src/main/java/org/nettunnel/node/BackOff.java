package org.nettunnel.node;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// Slows down who guesses: some tries a minute are free, then each further one waits twice as long, up to 15 minutes.
///
/// A try counts when it begins, so that many at once gain nothing. The table is bounded: whoever was quiet longest is forgotten first.
/// **Threads:** safe for any.
final class BackOff {
    private static final long WINDOW = Duration.ofMinutes(1).toNanos();
    private static final long LONGEST = Duration.ofMinutes(15).toNanos();
    private static final int MOST_KEYS = 10_000;

    private final int free;
    private final LongSupplier nanoTime;
    /// Guarded by this; the one touched longest ago comes first.
    private final LinkedHashMap<String, Tries> byKey = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        @SuppressWarnings("null")   // LinkedHashMap leaves its parameter open
        protected boolean removeEldestEntry(Map.Entry<String, Tries> eldest) {
            return size() > MOST_KEYS;
        }
    };

    /// @param since    when these tries began to count
    /// @param openFrom when the next is allowed
    private record Tries(int count, long since, long openFrom) {}

    /// @param free tries in a minute that do not wait
    BackOff(int free, LongSupplier nanoTime) {
        this.free = free;
        this.nanoTime = nanoTime;
    }

    /// Counts a try of `key`.
    ///
    /// @return zero when it may go on, else how long to wait; then it is not counted
    synchronized Duration begin(String key) {
        long now = nanoTime.getAsLong();
        Tries before = byKey.get(key);
        if (before != null && before.openFrom() - now > 0) return Duration.ofNanos(before.openFrom() - now);
        if (before == null || isOver(before, now)) before = new Tries(0, now, now);
        int count = before.count() + 1;
        long wait = count < free ? 0 : Math.min(LONGEST, WINDOW << Math.min(count - free, 10));
        byKey.put(key, new Tries(count, before.since(), now + wait));
        return Duration.ZERO;
    }

    /// The try was a good one: as if it had not been.
    synchronized void good(String key) {
        Tries tries = byKey.get(key);
        if (tries == null) return;
        if (tries.count() <= 1) byKey.remove(key);
        else byKey.put(key, new Tries(tries.count() - 1, tries.since(), nanoTime.getAsLong()));
    }

    synchronized int keys() {
        return byKey.size();
    }

    /// Free tries are free again after a minute; who had to wait is watched for the longest wait more.
    private boolean isOver(Tries tries, long now) {
        return tries.count() < free ? now - tries.since() >= WINDOW : now - tries.openFrom() >= LONGEST;
    }
}
