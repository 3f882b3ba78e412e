package org.nettunnel.api.admin.users;

import java.time.Instant;

/// An invite by which a user chooses his password; shown once, and used once.
///
/// @param link path of the page that takes it, below the node's address
public record UserInviteView(String user, String text, String link, Instant expires) {
    /// Without the text.
    @Override
    public String toString() {
        return "UserInviteView[user=" + user + ", expires=" + expires + "]";
    }
}
