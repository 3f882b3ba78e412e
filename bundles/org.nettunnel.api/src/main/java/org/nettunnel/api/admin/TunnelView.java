package org.nettunnel.api.admin;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// A tunnel as people see it.
///
/// @param direction `outbound` when this node dials, `inbound` when it is dialled
/// @param addresses where the peer is dialled; empty when inbound
/// @param transport configured when outbound, in use when established, else null
/// @param proxy     it is dialled through, without the password; `none`, or `environment` as the node's `https_proxy` says; null when inbound
/// @param status    `stopped`, `invited`, `connecting`, `established`, `waiting`, `disconnected` or `failed`
/// @param reason    why it is not established; empty otherwise
/// @param since     of the status, where known
/// @param peer      fingerprint of the pinned identity; null while an invite is unused
/// @param link      facts of the live link; null without one
public record TunnelView(String id, String name, String direction, List<String> addresses, @Nullable String transport,
        @Nullable String proxy, String status, String reason, @Nullable Instant since, @Nullable String peer, @Nullable String peerName, @Nullable Link link,
        Traffic traffic) {

    /// @param roundTripMillis smoothed; null until measured
    public record Link(String remote, String suite, int epoch, @Nullable Double roundTripMillis) {}

    /// Since the node started; bytes as they were on the wire.
    public record Traffic(long receivedBytes, long sentBytes, long openStreams, long totalStreams, long links, long failures) {}

    public record Page(List<TunnelView> tunnels) {}
}
