package org.nettunnel.admin.upkeep;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// Which refusals are noted singly: some a minute of one who asks, and some of all, so that nobody pushes everything else out of the audit log by
/// asking for what he does not get. The others are counted.
///
/// **Threads:** safe for any.
final class Refusals {
    private static final long MINUTE_NANOS = 60_000_000_000L;
    private final int ofOne;
    private final int ofAll;
    private final LongSupplier nanoTime;
    /// It and what follows is guarded by this. It holds no more than `ofAll`.
    private final Map<String, Integer> noted = new HashMap<>();
    private long minute;
    private int all;
    private int leftOut;

    /// @param nanoTime as `System.nanoTime`
    Refusals(int ofOne, int ofAll, LongSupplier nanoTime) {
        this.ofOne = ofOne;
        this.ofAll = ofAll;
        this.nanoTime = nanoTime;
        this.minute = nanoTime.getAsLong();
    }

    /// @param who asked
    synchronized boolean admits(String who) {
        turn();
        if (all >= ofAll || noted.getOrDefault(who, 0) >= ofOne) {
            leftOut++;
            return false;
        }
        noted.merge(who, 1, Integer::sum);
        all++;
        return true;
    }

    /// How many were left out, told once, and only when their minute is over.
    synchronized int leftOut() {
        turn();
        if (all > 0) return 0;
        int told = leftOut;
        leftOut = 0;
        return told;
    }

    private void turn() {
        long now = nanoTime.getAsLong();
        if (now - minute < MINUTE_NANOS) return;
        minute = now;
        all = 0;
        noted.clear();
    }
}
