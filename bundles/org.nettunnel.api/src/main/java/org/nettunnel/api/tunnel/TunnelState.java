package org.nettunnel.api.tunnel;

import org.jspecify.annotations.Nullable;

/// A tunnel as admin shows it: its status and what it has carried since the node started.
///
/// @param peerName what the peer calls itself; null before the first handshake
public record TunnelState(TunnelId id, TunnelStatus status, @Nullable String peerName, Traffic traffic) {
    /// @param receivedBytes bytes read from wires, encryption included
    /// @param sentBytes     bytes written to wires, encryption included
    /// @param openStreams   streams open now
    /// @param totalStreams  streams ever opened
    /// @param links         links that were established
    /// @param failures      attempts that failed
    public record Traffic(long receivedBytes, long sentBytes, long openStreams, long totalStreams, long links, long failures) {}
}
