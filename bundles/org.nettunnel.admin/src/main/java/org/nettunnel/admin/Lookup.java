package org.nettunnel.admin;

import java.util.List;
import java.util.function.Function;

import org.eclipse.jetty.http.HttpStatus;
import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.node.Node;
import org.nettunnel.api.tunnel.TunnelConfig;

/// Finds what people mean by an id or a name.
final class Lookup {
    /// The start of an id does when it is as long as tables show it.
    private static final int SHORTEST_START = 8;
    private static final int MOST_NAMED = 8;

    private Lookup() {}

    /// @throws Refusal 404 for none, 409 with the ids for more than one
    static TunnelConfig tunnel(Node node, String idOrName) throws Refusal {
        return find("tunnel", node.tunnels(), idOrName, tunnel -> tunnel.id().toString(), TunnelConfig::name);
    }

    /// @throws Refusal 404 for none, 409 with the ids for more than one
    static EndpointConfig endpoint(Node node, String idOrName) throws Refusal {
        return find("endpoint", node.endpoints(), idOrName, endpoint -> endpoint.id().toString(), EndpointConfig::name);
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
