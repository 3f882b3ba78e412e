package org.nettunnel.api.admin.peer;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// How long the way through a tunnel takes.
///
/// @param tunnel its name
/// @param millis to the other node and back just now, through the tunnel and both nodes
/// @param links  of the tunnel, as their own pings have measured
public record PingView(String tunnel, double millis, List<Link> links) {
    /// @param millis smoothed; null until measured
    public record Link(int lane, String transport, @Nullable Double millis) {}
}
