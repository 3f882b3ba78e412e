package org.nettunnel.api.admin;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// Changes a tunnel at this end while it runs; null for what is to stay.
///
/// @param addresses     HOST:PORT where the peer is dialled, tried in order; only where this end dials
/// @param proxy         to dial through, as in [TunnelRequest]
/// @param proxyPassword of the user in `proxy`; null without one
/// @param outage        how long this end waits for a lost link
/// @param name          what to call it at this end
/// @param peerMayConfigure whether the other end may change the tunnel's endpoints, and remove the tunnel at both ends
/// @param peerMayCall   whether people may log in at this node through the tunnel
public record TunnelChange(@Nullable List<String> addresses, @Nullable String proxy, @Nullable String proxyPassword, @Nullable OutageRequest outage,
        @Nullable String name, @Nullable Boolean peerMayConfigure, @Nullable Boolean peerMayCall) {
    public TunnelChange(@Nullable List<String> addresses, @Nullable String proxy, @Nullable String proxyPassword, @Nullable OutageRequest outage) {
        this(addresses, proxy, proxyPassword, outage, null, null, null);
    }

    /// Without the password, and without the proxy, in which people put passwords.
    @Override
    public String toString() {
        return "TunnelChange[addresses=" + addresses + ", outage=" + outage + ", name=" + name + ", peerMayConfigure=" + peerMayConfigure + ", peerMayCall=" + peerMayCall + "]";
    }
}
