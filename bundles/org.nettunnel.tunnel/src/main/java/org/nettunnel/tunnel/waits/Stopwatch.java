package org.nettunnel.tunnel.waits;

/// How long something has lasted, all the times it did taken together.
///
/// **Threads:** one loop.
public final class Stopwatch {
    private long nanos;
    private long since;
    private boolean runs;

    public void starts(long now) {
        if (!runs) since = now;
        runs = true;
    }

    public void stops(long now) {
        if (runs) nanos += now - since;
        runs = false;
    }

    public long nanos(long now) {
        return nanos + (runs ? Math.max(0, now - since) : 0);
    }
}
