package org.nettunnel.api.node;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.node.Accounts.Role;
import org.nettunnel.api.node.Accounts.User;

/// Makes, changes and removes the accounts of this node. There is always an administrator who can log in.
///
/// A change that throws has changed nothing. [IOException] says that it could not be written. What a change takes away ends within a second:
/// the endpoints of a user who may no longer have them stop, and their streams are reset.
/// **Threads:** safe for any; hashing a password takes tens of milliseconds.
public interface Roster {
    /// How long an invite for a user holds at most.
    Duration LONGEST_INVITE = Duration.ofDays(30);

    /// Makes a user; without a password he needs an invite.
    ///
    /// @throws RequestRefused when the name is taken or will not do, or the password will not
    User add(NewUser user) throws RequestRefused, IOException;

    /// @throws RequestRefused NOT_FOUND; CONFLICT for the last administrator who can log in
    User change(String name, Change change) throws RequestRefused, IOException;

    /// Removes a user, his tokens and invites, and his endpoints at both ends.
    ///
    /// @throws RequestRefused NOT_FOUND; CONFLICT for the last administrator who can log in
    void remove(String name) throws RequestRefused, IOException;

    /// Makes the one code by which a user gives himself a password; an older one of his is void from now on.
    Invitation invite(String name, Duration validity) throws RequestRefused, IOException;

    /// Gives a user the password of his choice; the code is used up in the same write.
    ///
    /// @param from address of the caller, for the back-off
    /// @throws RequestRefused FORBIDDEN for a code that is wrong, used or too old, in the same words; TOO_MANY with the time to wait
    User join(String code, char[] password, String from) throws RequestRefused, IOException;

    /// Gives a user another password, who knows the old one; TOO_MANY and FORBIDDEN as for a login.
    void setPassword(String name, Passwords passwords, String from) throws RequestRefused, IOException;

    /// How a user can log in; empty for a name that nobody has.
    Optional<Standing> standing(String name);

    /// @param password null for a user who joins by an invite
    record NewUser(String name, Role role, char @Nullable [] password, Grants grants, Quota quota) {
        @Override
        public String toString() {
            return "NewUser[name=" + name + ", role=" + role + "]";
        }
    }

    /// What is to be another; null for what is to stay.
    record Change(@Nullable Role role, @Nullable Boolean disabled, @Nullable Grants grants, @Nullable Quota quota) {}

    /// @param revokesTokens whether his access tokens go with the old password, in the same write; else programs that have one go on
    record Passwords(char[] old, char[] wanted, boolean revokesTokens) {
        public Passwords(char[] old, char[] wanted) {
            this(old, wanted, false);
        }

        @Override
        public String toString() {
            return "Passwords[***]";
        }
    }

    /// @param code shown once: whoever has it first chooses the password
    record Invitation(String user, String code, Instant expires) {
        @Override
        public String toString() {
            return "Invitation[user=" + user + ", expires=" + expires + "]";
        }
    }

    /// @param invitedUntil null without an open invite
    record Standing(boolean hasPassword, @Nullable Instant invitedUntil) {}
}
