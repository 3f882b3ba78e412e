package org.nettunnel.admin.users;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.nettunnel.admin.call.Caller;
import org.nettunnel.admin.call.Engine;
import org.nettunnel.admin.call.Lookup;
import org.nettunnel.admin.call.Refusal;
import org.nettunnel.admin.call.Words;
import org.nettunnel.api.admin.users.GrantsView;
import org.nettunnel.api.node.Grants;
import org.nettunnel.api.node.Grants.EndpointAct;
import org.nettunnel.api.node.Grants.TunnelAct;
import org.nettunnel.api.node.PortRange;
import org.nettunnel.api.node.TargetPattern;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.TunnelId;

/// Grants as they are written, and what they mean.
final class GrantWords {
    private static final String EVERY = "*";
    private final Engine engine;

    GrantWords(Engine engine) {
        this.engine = engine;
    }

    static GrantsView view(Grants grants) {
        return new GrantsView(grants.tunnels().stream().map(GrantWords::view).toList(),
                grants.endpoints().stream().map(grant -> new GrantsView.OfEndpoint(grant.endpoint().toString(), lower(grant.acts()))).toList());
    }

    private static GrantsView.OfTunnel view(Grants.OfTunnel grant) {
        TunnelId tunnel = grant.tunnel();
        return new GrantsView.OfTunnel(tunnel == null ? EVERY : tunnel.toString(), lower(grant.acts()), grant.ports().stream().map(PortRange::toString).toList(),
                grant.targets().stream().map(TargetPattern::toString).toList(), grant.binds());
    }

    private static <E extends Enum<E>> List<String> lower(Set<E> acts) {
        return acts.stream().sorted().map(act -> act.name().toLowerCase(Locale.ROOT)).toList();
    }

    /// @throws Refusal 400 for what no grant can be
    Grants grants(Caller caller, @Nullable GrantsView asked) throws Refusal {
        if (asked == null) return Grants.NONE;
        List<Grants.OfTunnel> tunnels = new ArrayList<>();
        List<Grants.OfEndpoint> endpoints = new ArrayList<>();
        try {
            List<GrantsView.OfTunnel> ofTunnels = asked.tunnels();
            if (ofTunnels != null) for (GrantsView.OfTunnel one : ofTunnels) tunnels.add(grant(caller, one));
            List<GrantsView.OfEndpoint> ofEndpoints = asked.endpoints();
            if (ofEndpoints != null)
                for (GrantsView.OfEndpoint one : ofEndpoints)
                    endpoints.add(new Grants.OfEndpoint(endpoint(caller, Words.required("grants.endpoints.endpoint", one.endpoint())), acts(EndpointAct.class, one.acts())));
            return new Grants(tunnels, endpoints);
        } catch (IllegalArgumentException wrong) {
            throw Refusal.invalid("grants: " + wrong.getMessage());
        }
    }

    private Grants.OfTunnel grant(Caller caller, GrantsView.OfTunnel asked) throws Refusal {
        String tunnel = Words.required("grants.tunnels.tunnel", asked.tunnel());
        return new Grants.OfTunnel(tunnel.equals(EVERY) ? null : tunnel(caller, tunnel), acts(TunnelAct.class, asked.acts()),
                parsed("grants.tunnels.ports", asked.ports(), PortRange::parse), parsed("grants.tunnels.targets", asked.targets(), TargetPattern::parse),
                parsed("grants.tunnels.binds", asked.binds(), bind -> bind));
    }

    /// A grant may outlive its tunnel, and is then still written with its id.
    private TunnelId tunnel(Caller caller, String idOrName) throws Refusal {
        UUID id = uuid(idOrName);
        return id != null ? new TunnelId(id) : Lookup.tunnel(engine.needNode(), caller, idOrName).id();
    }

    private EndpointId endpoint(Caller caller, String idOrName) throws Refusal {
        UUID id = uuid(idOrName);
        return id != null ? new EndpointId(id) : Lookup.endpoint(engine.needNode(), caller, idOrName).id();
    }

    private static @Nullable UUID uuid(String text) {
        return text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}") ? UUID.fromString(text) : null;
    }

    private static <T> List<T> parsed(String field, @Nullable List<@Nullable String> asked, Function<String, T> parser) throws Refusal {
        return asked == null || asked.isEmpty() ? List.of() : Words.parsedList(field, asked, parser);
    }

    private static <E extends Enum<E>> Set<E> acts(Class<E> type, @Nullable List<@Nullable String> asked) throws Refusal {
        Set<E> acts = EnumSet.noneOf(type);
        for (String text : Words.parsedList("grants.acts", asked, act -> act)) {
            E act = EnumSet.allOf(type).stream().filter(each -> each.name().toLowerCase(Locale.ROOT).equals(text)).findFirst().orElse(null);
            if (act == null) throw Refusal.field("grants.acts", "grants.acts: '" + text + "' is none of " + String.join(", ", lower(EnumSet.allOf(type))));
            acts.add(act);
        }
        return acts;
    }
}
