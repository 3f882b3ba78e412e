package org.nettunnel.node.store;

import org.nettunnel.api.tunnel.TunnelConfig;

/// A tunnel as the node keeps it.
public record KeptTunnel(TunnelConfig config) {
    /// @param peerMayConfigure instead of what `config` says of it
    public KeptTunnel(TunnelConfig config, boolean peerMayConfigure) {
        this(config.with(new TunnelConfig.PeerMay(peerMayConfigure, config.peerMay().call())));
    }

    public KeptTunnel with(TunnelConfig newConfig) {
        return new KeptTunnel(newConfig);
    }

    /// Whether the other end may add, change and remove endpoints of this tunnel; else only this end does.
    public boolean peerMayConfigure() {
        return config.peerMay().configure();
    }
}
