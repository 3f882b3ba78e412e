package org.nettunnel.api.tunnel;

/// One of the two ends of a tunnel: the one that dials, or the one that is reached.
public enum TunnelSide {
    /// Dials; usually the one behind the firewall.
    OUTBOUND,
    /// Accepts.
    INBOUND;

    public TunnelSide other() {
        return this == OUTBOUND ? INBOUND : OUTBOUND;
    }
}
