package org.nettunnel.api.admin.users;

import org.jspecify.annotations.Nullable;

/// Changes one's own password.
///
/// @param revokeTokens true to revoke one's access tokens with it; null or false lets programs go on that have one
public record PasswordRequest(String old, String wanted, @Nullable Boolean revokeTokens) {
    @Override
    public String toString() {
        return "PasswordRequest[***]";
    }
}
