package org.nettunnel.tunnel.wire;

/// So many a second, with a burst: a token bucket on nanoseconds that are given, not read.
///
/// **Threads:** one at a time.
public final class Rate {
    private final double perNano;
    private final double burst;
    private double tokens;
    private long last;

    public Rate(double perSecond, double burst, long now) {
        this.perNano = perSecond / 1e9;
        this.burst = burst;
        this.tokens = burst;
        this.last = now;
    }

    /// Takes one; false when there is none.
    public boolean take(long now) {
        fill(now);
        if (tokens < 1) return false;
        tokens -= 1;
        return true;
    }

    /// One more than the rate gives: something was done that allows for it.
    public void allow() {
        tokens += 1;
    }

    /// Nanoseconds until there is one to take.
    public long untilNext(long now) {
        fill(now);
        return tokens >= 1 ? 0 : (long) Math.ceil((1 - tokens) / perNano);
    }

    private void fill(long now) {
        // the clocks of two loops are not quite the same
        if (now - last <= 0) return;
        // what was allowed beyond the burst stays
        if (tokens < burst) tokens = Math.min(burst, tokens + (now - last) * perNano);
        last = now;
    }
}
