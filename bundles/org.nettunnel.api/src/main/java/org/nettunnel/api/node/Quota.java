package org.nettunnel.api.node;

import org.jspecify.annotations.Nullable;

/// How much a limited user may have at once; null is no bound.
///
/// @param endpoints      endpoints of his own, of all tunnels together
/// @param connections    open connections through his endpoints
/// @param bytesPerSecond of all those connections together, both directions
public record Quota(@Nullable Integer endpoints, @Nullable Integer connections, @Nullable Long bytesPerSecond) {
    public static final Quota NONE = new Quota(null, null, null);
    private static final long SLOWEST = 1_000;

    public Quota {
        if (endpoints != null && endpoints < 0) throw new IllegalArgumentException("endpoints " + endpoints + " is negative; leave it out for no bound");
        if (connections != null && connections < 0)
            throw new IllegalArgumentException("connections " + connections + " is negative; leave it out for no bound");
        if (bytesPerSecond != null && bytesPerSecond < SLOWEST)
            throw new IllegalArgumentException("bytesPerSecond " + bytesPerSecond + " is less than " + SLOWEST + "; leave it out for no bound");
    }
}
