package org.nettunnel.fakes;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.node.Accounts.User;
import org.nettunnel.api.node.Node.EndpointDraft;
import org.nettunnel.api.node.Rights;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.TunnelId;

/// Everybody sees all but what is hidden; owners do what they like.
public record FakeRights(Map<EndpointId, String> owners, Set<EndpointId> hidden) implements Rights {
    public FakeRights(Map<EndpointId, String> owners) {
        this(owners, Set.of());
    }

    @Override
    public boolean may(User user, Act act, TunnelId tunnel) {
        return act == Act.SEE || Rights.isAdministrator(user);
    }

    @Override
    public boolean may(User user, Act act, EndpointId endpoint) {
        return act == Act.SEE && !hidden.contains(endpoint) || Rights.isAdministrator(user) || user.name().equals(owners.get(endpoint));
    }

    @Override
    public Optional<String> owner(EndpointId endpoint) {
        return Optional.ofNullable(owners.get(endpoint));
    }

    @Override
    public Used used(String user) {
        return new Used((int) owners.values().stream().filter(user::equals).count(), 3);
    }

    @Override
    public void check(User user, EndpointDraft draft) {}

    @Override
    public Permit admit(String owner, EndpointConfig endpoint) {
        throw new UnsupportedOperationException();
    }
}
