package org.nettunnel.node.store;

import org.nettunnel.api.node.Accounts.User;

/// A user with the hash of the password.
///
/// @param password a PHC string
public record Account(User user, String password) {
    /// What the name of a user looks like.
    public static final String NAME = "[a-z0-9][a-z0-9._-]{0,31}";

    /// Without the hash.
    @Override
    public String toString() {
        return "Account[" + user + "]";
    }
}
