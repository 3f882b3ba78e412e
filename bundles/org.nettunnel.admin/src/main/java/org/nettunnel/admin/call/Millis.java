package org.nettunnel.admin.call;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/// Times as the API shows them: milliseconds, to the microsecond.
public final class Millis {
    private static final double NANOS_PER_MICRO = 1e3;

    private Millis() {}

    public static double of(Duration time) {
        return Math.round(time.toNanos() / NANOS_PER_MICRO) / 1000.0;
    }

    /// Null where nothing was measured yet, which engines tell by zero.
    public static @Nullable Double measured(Duration time) {
        return time.isPositive() ? Double.valueOf(of(time)) : null;
    }
}
