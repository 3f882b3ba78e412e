package org.nettunnel.fakes;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.nettunnel.api.node.Accounts.Role;
import org.nettunnel.api.node.Accounts.User;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;
import org.nettunnel.api.node.Tokens;

/// Tokens in memory, by their texts.
public final class FakeTokens implements Tokens {
    private final Map<String, Holder> holders = new HashMap<>();
    private int given;
    private final Set<String> onlyOnce = new HashSet<>();

    /// @return its text
    public String give(User user, Scope... scopes) {
        String text = PREFIX + given++;
        holders.put(text, new Holder(user, new Token(text, text, Set.of(scopes), Instant.EPOCH, Instant.MAX, null)));
        return text;
    }

    /// One that is revoked as soon as it was looked at.
    public String giveForOneLook(User user, Scope... scopes) {
        String text = give(user, scopes);
        onlyOnce.add(text);
        return text;
    }

    @Override
    public List<Token> of(String user) {
        return holders.values().stream().filter(holder -> holder.user().name().equals(user)).map(Holder::token).toList();
    }

    @Override
    public Issued issue(String user, Draft draft) {
        String text = PREFIX + "issued" + holders.size();
        Token token = new Token("id" + holders.size(), draft.name(), draft.scopes(), FakeNode.EPOCH, FakeNode.EPOCH.plus(draft.life()), null);
        holders.put(text, new Holder(new User(user, Role.LIMITED), token));
        return new Issued(token, text);
    }

    @Override
    public void revoke(String user, String id) throws RequestRefused {
        if (!holders.values().removeIf(holder -> holder.user().name().equals(user) && holder.token().id().equals(id)))
            throw new RequestRefused(Reason.NOT_FOUND, "user '" + user + "' has no token '" + id + "'");
    }

    @Override
    public void revokeAll(String user) {
        holders.values().removeIf(holder -> holder.user().name().equals(user));
    }

    @Override
    public Optional<Holder> look(String text) {
        return Optional.ofNullable(holders.get(text));
    }

    @Override
    public Optional<Holder> holder(String text) {
        return Optional.ofNullable(onlyOnce.contains(text) ? holders.remove(text) : holders.get(text));
    }
}
