package org.nettunnel.api.admin;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/// Who is logged in here, and for how long.
///
/// @param role    `administrator` or `limited`
/// @param csrf    as in [Session]; empty for one who has no session
/// @param expires null for one who has no session
public record SessionView(String user, String role, String csrf, @Nullable Instant expires) {
    @Override
    public String toString() {
        return "SessionView[user=" + user + ", role=" + role + "]";
    }
}
