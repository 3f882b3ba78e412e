package org.nettunnel.node.store;

import org.nettunnel.api.tunnel.TunnelConfig;

/// A tunnel as the node keeps it.
///
/// @param peerMayConfigure whether the other end may add, change and remove endpoints of this tunnel; else only this end does
public record KeptTunnel(TunnelConfig config, boolean peerMayConfigure) {
    public KeptTunnel with(TunnelConfig newConfig) {
        return new KeptTunnel(newConfig, peerMayConfigure);
    }
}
