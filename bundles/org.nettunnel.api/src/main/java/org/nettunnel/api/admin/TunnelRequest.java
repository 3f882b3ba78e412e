package org.nettunnel.api.admin;

import org.jspecify.annotations.Nullable;

/// Makes the outbound end of a tunnel from an invite.
///
/// @param name      null for the name in the invite
/// @param transport null for the one in the invite
public record TunnelRequest(String invite, @Nullable String name, @Nullable String transport) {
    /// Without the invite, which is a secret.
    @Override
    public String toString() {
        return "TunnelRequest[name=" + name + ", transport=" + transport + "]";
    }
}
