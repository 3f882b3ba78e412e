package org.nettunnel.tunnel.handshake;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.Fingerprint;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.tunnel.TunnelId;

/// What the dialling side wants: which tunnel, and who must be at the other end.
///
/// @param peer   fingerprint of the only identity that is accepted
/// @param key    the pre-shared key of the tunnel, from its invite; null where there is none
/// @param rejoin null for a fresh session
public record Initiation(LocalNode self, TunnelId tunnel, Fingerprint peer, @Nullable Secret key, @Nullable Rejoin rejoin) {
    public Initiation with(@Nullable Rejoin wished) {
        return new Initiation(self, tunnel, peer, key, wished);
    }

    /// Takes a lane of a living session.
    ///
    /// @param secret the lane's join secret
    public record Rejoin(Join join, Secret secret) {}
}
