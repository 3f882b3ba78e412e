package org.nettunnel.api.admin;

import org.jspecify.annotations.Nullable;

/// Makes the outbound end of a tunnel from an invite.
///
/// @param name          null for the name in the invite
/// @param transport     null for the one in the invite
/// @param proxy         to dial through, `http://user@host:port` or `socks5://user@host:port`; `none` for never; null or `environment` as
///                      the node's `https_proxy` and `no_proxy` say
/// @param proxyPassword of the user in `proxy`; null without one
/// @param outage        how long this end waits for a lost link; null for the usual
public record TunnelRequest(String invite, @Nullable String name, @Nullable String transport, @Nullable String proxy,
        @Nullable String proxyPassword, @Nullable OutageRequest outage) {
    /// Without the invite and the password, which are secrets, and without the proxy, in which people put passwords.
    @Override
    public String toString() {
        return "TunnelRequest[name=" + name + ", transport=" + transport + "]";
    }
}
