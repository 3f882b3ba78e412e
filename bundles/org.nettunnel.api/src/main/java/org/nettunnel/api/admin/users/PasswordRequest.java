package org.nettunnel.api.admin.users;

/// Changes one's own password.
public record PasswordRequest(String old, String wanted) {
    @Override
    public String toString() {
        return "PasswordRequest[***]";
    }
}
