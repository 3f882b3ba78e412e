package org.nettunnel.api.tunnel;

import org.jspecify.annotations.Nullable;

/// A tunnel as admin shows it: its status, what it has carried and how its links fared since the node started.
///
/// @param peerName what the peer calls itself; null before the first handshake
public record TunnelState(TunnelId id, TunnelStatus status, @Nullable String peerName, Traffic traffic, Links links) {
    /// @param receivedBytes bytes read from wires, encryption included
    /// @param sentBytes     bytes written to wires, encryption included
    /// @param openStreams   streams open now
    /// @param totalStreams  streams ever opened
    public record Traffic(long receivedBytes, long sentBytes, long openStreams, long totalStreams) {}

    /// @param established links that were established, joined ones included
    /// @param failed      attempts that failed
    /// @param resumed     links that took up a lane whose link was lost, its streams with it
    /// @param rekeyed     exchanges of new keys on running links
    /// @param lastReason  how the last link or attempt ended; empty before the first
    public record Links(long established, long failed, long resumed, long rekeyed, String lastReason) {
        public static final Links NONE = new Links(0, 0, 0, 0, "");
    }
}
