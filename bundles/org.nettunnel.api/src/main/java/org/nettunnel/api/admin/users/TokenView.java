package org.nettunnel.api.admin.users;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// A personal access token, without its text.
///
/// @param lastUsed since the node started; null when it was not used
public record TokenView(String id, String name, List<String> scopes, Instant made, Instant expires, @Nullable Instant lastUsed) {
    public record Page(List<TokenView> tokens) {}

    /// @param text shown once; goes into `Authorization: Bearer …`
    public record Issued(TokenView token, String text) {
        /// Without the text.
        @Override
        public String toString() {
            return "Issued[" + token + "]";
        }
    }
}
