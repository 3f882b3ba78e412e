package org.nettunnel.api.admin;

import java.time.Instant;

/// A login that holds until it expires or is logged out.
///
/// @param token goes into `Authorization: Bearer …`
/// @param role  `administrator` or `limited`
public record Session(String token, String user, String role, Instant expires) {
    /// Without the token.
    @Override
    public String toString() {
        return "Session[user=" + user + ", role=" + role + ", expires=" + expires + "]";
    }
}
