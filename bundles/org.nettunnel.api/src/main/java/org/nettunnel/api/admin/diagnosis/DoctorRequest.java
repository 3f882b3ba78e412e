package org.nettunnel.api.admin.diagnosis;

import org.jspecify.annotations.Nullable;

/// What the way to another node is to be examined by.
///
/// @param address       `HOST:PORT` of the other node; null with `tunnel`
/// @param proxy         `http://[USER@]HOST:PORT` or `socks5://[USER@]HOST:PORT`, `none`, or `environment`, as with null: what the variables of the node say
/// @param proxyPassword of the user in `proxy`; null without one
/// @param transport     `https`, as with null, or `tcp`
/// @param fingerprint   of the certificate that the other node has, as its status shows it; null where it is not known
/// @param tunnel        id or name of a tunnel, to examine the way that it goes, its handshake, and how much it carries; null for none
public record DoctorRequest(@Nullable String address, @Nullable String proxy, @Nullable String proxyPassword, @Nullable String transport, @Nullable String fingerprint,
        @Nullable String tunnel) {
    @Override
    public String toString() {
        return "DoctorRequest[address=" + address + ", proxy=" + proxy + ", transport=" + transport + ", tunnel=" + tunnel + "]";
    }
}
