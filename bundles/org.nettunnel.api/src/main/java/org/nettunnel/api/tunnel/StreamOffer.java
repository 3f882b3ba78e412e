package org.nettunnel.api.tunnel;

import org.jspecify.annotations.Nullable;

/// A connection that a listener accepted, to be carried to the other end.
///
/// @param client      address of the application that connected, as text; shown at the other end as a claim
/// @param compression `adaptive`, `off`, or the name of a compression
/// @param pace        what it shares with other streams of its user; null: as fast as it goes
public record StreamOffer(TunnelId tunnel, EndpointId endpoint, String client, String compression, @Nullable Pace pace) {
    /// As fast as it goes.
    public StreamOffer(TunnelId tunnel, EndpointId endpoint, String client, String compression) {
        this(tunnel, endpoint, client, compression, null);
    }
}
