package org.nettunnel.api.node;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.node.Accounts.User;

/// Personal access tokens: what a program logs in with in a user's stead. Only their hashes are kept.
///
/// **Threads:** safe for any.
public interface Tokens {
    /// What every token begins with, so that they are found where they do not belong.
    String PREFIX = "ntp_";
    Duration LONGEST_LIFE = Duration.ofDays(366);

    /// What a token may do; never more than its user.
    enum Scope {
        /// See what the user may see.
        READ,
        /// Start, stop, cut and disconnect; includes READ.
        OPERATE,
        /// Change tunnels and endpoints; includes OPERATE.
        CONFIGURE,
        /// All that administrators may, but for what makes a way in: users, passwords, tokens, backups, sites, settings; includes CONFIGURE.
        ADMINISTER,
        /// Read the metrics.
        METRICS
    }

    List<Token> of(String user);

    /// @throws RequestRefused NOT_FOUND for a user who is not there; INVALID for a name, scopes or a life that will not do; CONFLICT for a name he
    ///         has used, or when he has as many as he may
    Issued issue(String user, Draft draft) throws RequestRefused, IOException;

    /// @throws RequestRefused NOT_FOUND when the user has no such token
    void revoke(String user, String id) throws RequestRefused, IOException;

    /// Revokes all that a user has.
    ///
    /// @throws RequestRefused NOT_FOUND for a user who is not there
    void revokeAll(String user) throws RequestRefused, IOException;

    /// Who a text stands for; empty when it is no token, was revoked, is too old, or its user is gone or disabled. Counts as a use.
    Optional<Holder> holder(String text);

    /// The same, and no use: for what goes on by itself.
    Optional<Holder> look(String text);

    /// @param lastUsed since the node started; null when it was not used
    record Token(String id, String name, Set<Scope> scopes, Instant made, Instant expires, @Nullable Instant lastUsed) {
        public Token {
            scopes = Set.copyOf(scopes);
        }
    }

    record Draft(String name, Set<Scope> scopes, Duration life) {
        public Draft {
            scopes = Set.copyOf(scopes);
        }
    }

    /// @param text shown once
    record Issued(Token token, String text) {
        @Override
        public String toString() {
            return "Issued[" + token + "]";
        }
    }

    record Holder(User user, Token token) {}
}
