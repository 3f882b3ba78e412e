package org.nettunnel.api.admin.users;

/// Chooses a password.
///
/// @param code the text of the invite
public record JoinRequest(String code, String password) {
    @Override
    public String toString() {
        return "JoinRequest[***]";
    }
}
