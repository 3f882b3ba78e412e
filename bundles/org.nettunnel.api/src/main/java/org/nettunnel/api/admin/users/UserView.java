package org.nettunnel.api.admin.users;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// An account, without anything to log in with.
///
/// @param role         `administrator` or `limited`
/// @param hasPassword  false until he has chosen one
/// @param invitedUntil null without an open invite
public record UserView(String name, String role, boolean disabled, GrantsView grants, QuotaView quota, boolean hasPassword, @Nullable Instant invitedUntil) {
    /// @param next cursor of the page that follows; null at the end
    public record Page(List<UserView> users, @Nullable String next) {}
}
