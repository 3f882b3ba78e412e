package org.nettunnel.api.transport;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// How fast new connections may come from one address, at the node's port and at the listeners of endpoints.
///
/// **Threads:** any.
public final class AcceptRate {
    /// New connections from one address, at a listener of an endpoint.
    public static final int PER_SECOND = 200;
    /// How many of them may come at once.
    public static final int BURST = 1_000;
    /// The same at the port of the node: fewer, since each costs a TLS handshake.
    public static final int PORT_PER_SECOND = 50;
    public static final int PORT_BURST = 200;
    private static final int SWEEP_AT = 4096;

    private final int perSecond;
    private final int burst;
    private final LongSupplier nanoTime;
    /// Guarded by this, as is what it holds.
    private final Map<Source, Tokens> sources = new HashMap<>();
    private int sweepAt = SWEEP_AT;

    public AcceptRate(int perSecond, int burst, LongSupplier nanoTime) {
        if (perSecond < 1) throw new IllegalArgumentException("accepts per second " + perSecond + " is not at least 1");
        if (burst < 1) throw new IllegalArgumentException("accept burst " + burst + " is not at least 1");
        this.perSecond = perSecond;
        this.burst = burst;
        this.nanoTime = nanoTime;
    }

    /// Counts one more connection.
    ///
    /// @return false when that address has had its share
    public synchronized boolean takes(Source source) {
        long now = nanoTime.getAsLong();
        if (sources.size() >= sweepAt) sweep(now);
        return sources.computeIfAbsent(source, _ -> new Tokens(now)).take(now);
    }

    /// Forgets addresses that could come at full burst again; the others must be remembered.
    private void sweep(long now) {
        sources.values().removeIf(tokens -> tokens.isFull(now));
        sweepAt = Math.max(SWEEP_AT, 2 * sources.size());
    }

    /// What one address has left; guarded by the rate.
    private final class Tokens {
        private double left = burst;
        private long counted;

        Tokens(long now) {
            counted = now;
        }

        boolean take(long now) {
            fill(now);
            if (left < 1) return false;
            left--;
            return true;
        }

        boolean isFull(long now) {
            fill(now);
            return left >= burst;
        }

        private void fill(long now) {
            left = Math.min(burst, left + (now - counted) * 1e-9 * perSecond);
            counted = now;
        }
    }
}
