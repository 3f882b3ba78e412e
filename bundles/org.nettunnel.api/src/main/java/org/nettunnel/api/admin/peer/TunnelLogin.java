package org.nettunnel.api.admin.peer;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.OutageRequest;

/// Makes both ends of a tunnel by a login at the other node, which this node dials then.
///
/// @param address     `HOST:PORT` of the other node
/// @param user        an administrator of the other node
/// @param password    his; it goes to that node once and is kept nowhere
/// @param fingerprint of that node's certificate, as it shows it; null where an authority vouches for it
/// @param name        what to call the tunnel
/// @param transport   `https` (also when null) or `tcp`
/// @param outage      how long both ends wait for a lost link; null for the usual
public record TunnelLogin(String address, String user, String password, @Nullable String fingerprint, String name, @Nullable String transport,
        @Nullable OutageRequest outage) {
    /// Without the password.
    @Override
    public String toString() {
        return "TunnelLogin[" + address + ", user=" + user + ", name=" + name + "]";
    }
}
