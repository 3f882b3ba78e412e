package org.nettunnel.tunnel.waits;

import org.nettunnel.api.tunnel.Tunnels.Measures;

/// How long one stream has waited for what.
///
/// It is told when a wait begins and when it ends, with the loop's clock that is read anyway: bytes that flow cost a look at one bit.
/// **Threads:** the stream's loop.
public final class StreamWaits {
    private static final int COUNT = Wait.values().length;

    private final long[] nanos = new long[COUNT];
    private final long[] since = new long[COUNT];
    private int lasting;

    /// It has begun, if it did not last already.
    public void begins(Wait wait, long now) {
        if (!lasts(wait)) restarts(wait, now);
    }

    /// It begins now; what of it lasted does not count.
    public void restarts(Wait wait, long now) {
        since[wait.ordinal()] = now;
        lasting |= 1 << wait.ordinal();
    }

    public void ends(Wait wait, long now) {
        if (!lasts(wait)) return;
        lasting &= ~(1 << wait.ordinal());
        nanos[wait.ordinal()] += now - since[wait.ordinal()];
    }

    public void is(Wait wait, boolean lasts, long now) {
        if (lasts) begins(wait, now);
        else ends(wait, now);
    }

    public boolean lasts(Wait wait) {
        return (lasting & 1 << wait.ordinal()) != 0;
    }

    private long nanos(Wait wait, long now) {
        return nanos[wait.ordinal()] + (lasts(wait) ? Math.max(0, now - since[wait.ordinal()]) : 0);
    }

    public Measures.Waits at(long now) {
        return new Measures.Waits(nanos(Wait.DIAL, now), nanos(Wait.CREDIT, now), nanos(Wait.LINK, now), nanos(Wait.SOCKET, now),
                Math.max(nanos(Wait.PACE_OUT, now), nanos(Wait.PACE_IN, now)), nanos(Wait.ANSWER, now));
    }
}
