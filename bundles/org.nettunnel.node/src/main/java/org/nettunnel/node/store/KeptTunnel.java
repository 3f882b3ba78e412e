package org.nettunnel.node.store;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.tunnel.TunnelConfig;

/// A tunnel as the node keeps it.
///
/// @param trial what it was before a change that is not confirmed yet; null without one
public record KeptTunnel(TunnelConfig config, @Nullable OnTrial trial) {
    /// @param before all of it but whom it trusts, which a trial leaves alone
    /// @param until  when it is to be so again
    public record OnTrial(TunnelConfig before, Instant until) {}

    public KeptTunnel(TunnelConfig config) {
        this(config, (OnTrial) null);
    }

    /// @param peerMayConfigure instead of what `config` says of it
    public KeptTunnel(TunnelConfig config, boolean peerMayConfigure) {
        this(config.with(new TunnelConfig.PeerMay(peerMayConfigure, config.peerMay().call())));
    }

    public KeptTunnel with(TunnelConfig newConfig) {
        return new KeptTunnel(newConfig, trial);
    }

    /// As it was, when it is on trial; whom it trusts stays.
    public KeptTunnel takenBack() {
        OnTrial present = trial;
        return present == null ? this : new KeptTunnel(present.before().withTrust(config.trust()));
    }

    /// Whether the other end may add, change and remove endpoints of this tunnel; else only this end does.
    public boolean peerMayConfigure() {
        return config.peerMay().configure();
    }
}
