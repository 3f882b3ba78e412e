package org.nettunnel.api.admin.users;

import org.jspecify.annotations.Nullable;

/// Makes a user.
///
/// @param password null for one who joins by an invite
/// @param role     `administrator` or `limited`
public record UserRequest(String name, @Nullable String password, String role, @Nullable GrantsView grants, @Nullable QuotaView quota) {
    /// Without the password.
    @Override
    public String toString() {
        return "UserRequest[name=" + name + ", role=" + role + "]";
    }
}
