package org.nettunnel.admin.call;

import java.util.List;
import java.util.function.Function;

import org.eclipse.jetty.http.HttpStatus;
import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.node.Node;
import org.nettunnel.api.tunnel.StreamState;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.Tunnels;

/// Finds what people mean by an id or a name, among what the caller may see: the rest is not there for him.
public final class Lookup {
    /// The start of an id does when it is as long as tables show it.
    private static final int SHORTEST_START = 8;
    private static final int MOST_NAMED = 8;

    private Lookup() {}

    public static List<TunnelConfig> tunnels(Node node, Caller caller) {
        return node.tunnels().stream().filter(tunnel -> caller.sees(new Subject.OfTunnel(tunnel))).toList();
    }

    public static List<EndpointConfig> endpoints(Node node, Caller caller) {
        return node.endpoints().stream().filter(endpoint -> caller.sees(new Subject.OfEndpoint(endpoint))).toList();
    }

    public static List<StreamState> streams(Tunnels engine, Caller caller) {
        return engine.streams().stream().filter(stream -> caller.sees(new Subject.OfStream(stream))).toList();
    }

    /// @throws Refusal 404 for none, 409 with the ids for more than one
    public static TunnelConfig tunnel(Node node, Caller caller, String idOrName) throws Refusal {
        return find("tunnel", tunnels(node, caller), idOrName, tunnel -> tunnel.id().toString(), TunnelConfig::name);
    }

    /// @throws Refusal 404 for none, 409 with the ids for more than one
    public static EndpointConfig endpoint(Node node, Caller caller, String idOrName) throws Refusal {
        return find("endpoint", endpoints(node, caller), idOrName, endpoint -> endpoint.id().toString(), EndpointConfig::name);
    }

    /// @throws Refusal 404
    public static StreamState stream(Tunnels engine, Caller caller, String id) throws Refusal {
        return streams(engine, caller).stream().filter(stream -> stream.id().equals(id)).findFirst()
                .orElseThrow(() -> new Refusal(HttpStatus.NOT_FOUND_404, "there is no stream '" + id + "' (any more)"));
    }

    private static <T> T find(String kind, List<T> all, String idOrName, Function<T, String> id, Function<T, String> name) throws Refusal {
        for (T one : all) if (id.apply(one).equalsIgnoreCase(idOrName)) return one;
        List<T> named = all.stream().filter(one -> name.apply(one).equals(idOrName)).toList();
        if (named.size() == 1) return named.getFirst();
        if (named.isEmpty() && idOrName.length() >= SHORTEST_START) named = all.stream().filter(one -> id.apply(one).startsWith(idOrName)).toList();
        if (named.size() == 1) return named.getFirst();
        if (named.isEmpty()) throw new Refusal(HttpStatus.NOT_FOUND_404, "there is no " + kind + " '" + idOrName + "'" + remedy(kind, all.stream().map(name).toList()));
        throw new Refusal(HttpStatus.CONFLICT_409,
                named.size() + " " + kind + "s are called '" + idOrName + "'; use an id: " + String.join(", ", named.stream().map(id).toList()));
    }

    private static String remedy(String kind, List<String> names) {
        if (names.isEmpty()) return "; this node has none";
        return names.size() <= MOST_NAMED ? ", only " + String.join(", ", names.stream().distinct().sorted().toList()) : "; 'nettunnel " + kind + " list' shows them";
    }
}
