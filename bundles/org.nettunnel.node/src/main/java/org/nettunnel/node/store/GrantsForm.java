package org.nettunnel.node.store;

import java.util.List;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.node.Grants;
import org.nettunnel.api.node.Grants.EndpointAct;
import org.nettunnel.api.node.Grants.OfEndpoint;
import org.nettunnel.api.node.Grants.OfTunnel;
import org.nettunnel.api.node.Grants.TunnelAct;
import org.nettunnel.api.node.PortRange;
import org.nettunnel.api.node.TargetPattern;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.TunnelId;

/// The grants of a user in `accounts.json`.
record GrantsForm(@Nullable List<TunnelForm> tunnels, @Nullable List<EndpointForm> endpoints) {
    private static final String EVERY = "*";

    GrantsForm {
        if (tunnels != null) tunnels = Form.all(tunnels, "tunnels");
        if (endpoints != null) endpoints = Form.all(endpoints, "endpoints");
    }

    /// @param tunnel an id, or `*` for every tunnel
    record TunnelForm(String tunnel, List<TunnelAct> acts, @Nullable List<PortRange> ports, @Nullable List<TargetPattern> targets,
            @Nullable List<String> binds) {
        TunnelForm {
            grant(Form.required(tunnel, "tunnel"), Form.all(acts, "acts"), ports, targets, binds);
        }

        private static OfTunnel grant(String tunnel, List<TunnelAct> acts, @Nullable List<PortRange> ports, @Nullable List<TargetPattern> targets,
                @Nullable List<String> binds) {
            return new OfTunnel(tunnel.equals(EVERY) ? null : new TunnelId(UUID.fromString(tunnel)), Set.copyOf(acts), orNone(ports), orNone(targets), orNone(binds));
        }

        OfTunnel grant() {
            return grant(tunnel, acts, ports, targets, binds);
        }
    }

    record EndpointForm(EndpointId endpoint, List<EndpointAct> acts) {
        EndpointForm {
            new OfEndpoint(Form.required(endpoint, "endpoint"), Set.copyOf(Form.all(acts, "acts")));
        }
    }

    /// Null for none.
    static @Nullable GrantsForm of(Grants grants) {
        if (grants.equals(Grants.NONE)) return null;
        return new GrantsForm(grants.tunnels().stream().map(GrantsForm::of).toList(),
                grants.endpoints().stream().map(grant -> new EndpointForm(grant.endpoint(), grant.acts().stream().sorted().toList())).toList());
    }

    private static TunnelForm of(OfTunnel grant) {
        TunnelId tunnel = grant.tunnel();
        return new TunnelForm(tunnel == null ? EVERY : tunnel.toString(), grant.acts().stream().sorted().toList(), grant.ports(), grant.targets(), grant.binds());
    }

    Grants grants() {
        return new Grants(orNone(tunnels).stream().map(TunnelForm::grant).toList(),
                orNone(endpoints).stream().map(form -> new OfEndpoint(form.endpoint(), Set.copyOf(form.acts()))).toList());
    }

    private static <T> List<T> orNone(@Nullable List<T> values) {
        return values == null ? List.of() : values;
    }
}
