package org.nettunnel.api.admin;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// Changes a tunnel at this end while it runs; null for what is to stay.
///
/// @param addresses     HOST:PORT where the peer is dialled, tried in order; only where this end dials
/// @param proxy         to dial through, as in [TunnelRequest]
/// @param proxyPassword of the user in `proxy`; null without one
/// @param outage        how long this end waits for a lost link
public record TunnelChange(@Nullable List<String> addresses, @Nullable String proxy, @Nullable String proxyPassword, @Nullable OutageRequest outage) {
    /// Without the password, and without the proxy, in which people put passwords.
    @Override
    public String toString() {
        return "TunnelChange[addresses=" + addresses + ", outage=" + outage + "]";
    }
}
