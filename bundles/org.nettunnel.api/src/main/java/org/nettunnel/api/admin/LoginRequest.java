package org.nettunnel.api.admin;

import org.jspecify.annotations.Nullable;

/// Logs in by name and password.
///
/// @param cookie true for a browser: the session comes in a cookie that pages cannot read, and not in the answer
public record LoginRequest(String user, String password, @Nullable Boolean cookie) {
    public LoginRequest(String user, String password) {
        this(user, password, null);
    }

    /// Without the password.
    @Override
    public String toString() {
        return "LoginRequest[user=" + user + "]";
    }
}
