package org.nettunnel.admin;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.nettunnel.api.node.Accounts.User;
import org.nettunnel.api.node.Tokens;

/// Tokens in memory, by their texts.
final class FakeTokens implements Tokens {
    private final Map<String, Holder> holders = new HashMap<>();

    /// @return its text
    String give(User user, Scope... scopes) {
        String text = PREFIX + holders.size();
        holders.put(text, new Holder(user, new Token(text, text, Set.of(scopes), Instant.EPOCH, Instant.MAX, null)));
        return text;
    }

    @Override
    public List<Token> of(String user) {
        return List.of();
    }

    @Override
    public Issued issue(String user, Draft draft) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void revoke(String user, String id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Holder> holder(String text) {
        return Optional.ofNullable(holders.get(text));
    }
}
