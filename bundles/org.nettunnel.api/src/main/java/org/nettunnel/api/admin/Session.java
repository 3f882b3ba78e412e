package org.nettunnel.api.admin;

import java.time.Instant;

/// A login that holds until it expires, is idle for half an hour or is logged out.
///
/// @param token goes into `Authorization: Bearer …`; empty when a cookie holds it
/// @param role  `administrator` or `limited`
/// @param csrf  goes into `X-NetTunnel-CSRF` of every call by cookie that changes something
public record Session(String token, String user, String role, Instant expires, String csrf) {
    /// The same, for one who has the token in a cookie, where pages cannot read it.
    public Session withoutToken() {
        return new Session("", user, role, expires, csrf);
    }

    /// Without the token.
    @Override
    public String toString() {
        return "Session[user=" + user + ", role=" + role + ", expires=" + expires + "]";
    }
}
