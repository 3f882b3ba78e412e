package org.nettunnel.node.store;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.node.Accounts.User;
import org.nettunnel.api.node.Tokens.Scope;

/// A user with what he logs in with; of all of it only hashes are kept.
///
/// @param password a PHC string; null until he has chosen one
/// @param invited  null without an open invite
public record Account(User user, @Nullable String password, @Nullable Invited invited, List<KeptToken> tokens) {
    /// What the name of a user looks like.
    public static final String NAME = "[a-z0-9][a-z0-9._-]{0,31}";

    public Account {
        tokens = List.copyOf(tokens);
    }

    /// With a password, and nothing else to log in with.
    public Account(User user, String password) {
        this(user, password, null, List.of());
    }

    /// @param hash SHA-256 of the code, in hex
    public record Invited(String hash, Instant expires) {}

    /// @param hash SHA-256 of the text, in hex
    public record KeptToken(String id, String name, String hash, Set<Scope> scopes, Instant made, Instant expires) {
        public KeptToken {
            scopes = Set.copyOf(scopes);
        }

        /// Without the hash.
        @Override
        public String toString() {
            return "KeptToken[" + id + "]";
        }
    }

    public Account with(User changed) {
        return new Account(changed, password, invited, tokens);
    }

    /// With the password of his choice, and the invite used up.
    public Account withPassword(String phc) {
        return new Account(user, phc, null, tokens);
    }

    public Account with(@Nullable Invited newInvite) {
        return new Account(user, password, newInvite, tokens);
    }

    public Account with(List<KeptToken> newTokens) {
        return new Account(user, password, invited, newTokens);
    }

    /// Without the hashes.
    @Override
    public String toString() {
        return "Account[" + user + "]";
    }
}
