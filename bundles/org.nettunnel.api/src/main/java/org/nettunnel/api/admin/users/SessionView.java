package org.nettunnel.api.admin.users;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/// Who is logged in here, for how long, and what he may.
///
/// @param role    `administrator` or `limited`
/// @param csrf    goes into `X-NetTunnel-CSRF` of every call by cookie that changes something; empty for one who has no session
/// @param expires null for one who has no session
/// @param grants  what a limited user may, beside what is his own; administrators need none
/// @param quota   how much of it at once
public record SessionView(String user, String role, String csrf, @Nullable Instant expires, GrantsView grants, QuotaView quota, Used used) {
    /// What he has of it just now.
    ///
    /// @param endpoints   of his own
    /// @param connections open through them
    public record Used(int endpoints, int connections) {}

    @Override
    public String toString() {
        return "SessionView[user=" + user + ", role=" + role + "]";
    }
}
