package org.nettunnel.api.endpoint;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.tunnel.EndpointId;

/// An endpoint's local half as admin shows it, with what it has carried since the node started.
///
/// @param lastRefusal why the last connection was not carried; null when all were
public record EndpointState(EndpointId id, EndpointStatus status, Traffic traffic, @Nullable String lastRefusal) {
    /// @param open          connections now
    /// @param total         connections ever
    /// @param refused       connections that were not carried
    /// @param receivedBytes bytes read from local sockets
    /// @param sentBytes     bytes written to local sockets
    public record Traffic(long open, long total, long refused, long receivedBytes, long sentBytes) {}
}
