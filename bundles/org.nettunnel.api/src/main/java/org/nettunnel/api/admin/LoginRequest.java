package org.nettunnel.api.admin;

/// Logs in by name and password.
public record LoginRequest(String user, String password) {
    /// Without the password.
    @Override
    public String toString() {
        return "LoginRequest[user=" + user + "]";
    }
}
