package org.nettunnel.admin.metrics;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.prometheus.metrics.model.snapshots.Labels;

import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.node.Node;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelId;

/// What tunnels and endpoints are called in labels: by their names, with the id where several have the same.
final class Names {
    private final Map<TunnelId, String> tunnels = new HashMap<>();
    private final Map<EndpointId, Labels> endpoints = new HashMap<>();

    Names(Node node) {
        List<TunnelConfig> all = node.tunnels();
        Set<String> shared = shared(all, TunnelConfig::name);
        for (TunnelConfig tunnel : all) tunnels.put(tunnel.id(), called(tunnel.name(), tunnel.id(), shared));
        List<EndpointConfig> known = node.endpoints().stream().filter(endpoint -> tunnels.containsKey(endpoint.tunnel())).toList();
        Set<String> sharedByEndpoints = shared(known, EndpointConfig::name);
        for (EndpointConfig endpoint : known)
            endpoints.put(endpoint.id(), Labels.of("tunnel", String.valueOf(tunnels.get(endpoint.tunnel())), "endpoint",
                    called(endpoint.name(), endpoint.id(), sharedByEndpoints)));
    }

    private static String called(String name, Object id, Set<String> shared) {
        return shared.contains(name) ? name + " " + id : name;
    }

    private static <T> Set<String> shared(List<T> all, Function<T, String> name) {
        Set<String> seen = new HashSet<>(), twice = new HashSet<>();
        for (T one : all) if (!seen.add(name.apply(one))) twice.add(name.apply(one));
        return twice;
    }

    /// Whether the node still has it: an engine may be a step behind.
    boolean has(TunnelId tunnel) {
        return tunnels.containsKey(tunnel);
    }

    boolean has(EndpointId endpoint) {
        return endpoints.containsKey(endpoint);
    }

    Labels of(TunnelId tunnel) {
        return Labels.of("tunnel", String.valueOf(tunnels.get(tunnel)));
    }

    Labels of(EndpointId endpoint) {
        return endpoints.getOrDefault(endpoint, Labels.EMPTY);
    }
}
