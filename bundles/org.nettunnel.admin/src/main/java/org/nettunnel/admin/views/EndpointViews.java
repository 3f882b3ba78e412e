package org.nettunnel.admin.views;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.EndpointView;
import org.nettunnel.api.admin.EndpointView.Half;
import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.endpoint.EndpointState;
import org.nettunnel.api.endpoint.EndpointStatus;
import org.nettunnel.api.endpoint.Endpoints;
import org.nettunnel.api.node.Node;
import org.nettunnel.api.node.Node.RemoteHalf;
import org.nettunnel.api.node.Rights;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelId;

/// Shows endpoints: what is saved of them, joined with how both halves are.
public final class EndpointViews {
    private static final EndpointView.Traffic NONE = new EndpointView.Traffic(0, 0, 0, 0, 0);
    private final Node node;
    private final @Nullable Rights rights;
    private final Map<TunnelId, TunnelConfig> tunnels = new HashMap<>();
    private final Map<EndpointId, EndpointState> states = new HashMap<>();
    private final boolean engine;

    /// What to show endpoints with: all of it may be away but the node.
    ///
    /// @param rights know whose endpoints they are
    public EndpointViews(Node node, @Nullable Endpoints endpoints, @Nullable Rights rights) {
        this.node = node;
        this.rights = rights;
        engine = endpoints != null;
        for (TunnelConfig tunnel : node.tunnels()) this.tunnels.put(tunnel.id(), tunnel);
        if (endpoints != null) for (EndpointState state : endpoints.states()) states.put(state.id(), state);
    }

    /// By the name of the tunnel, then by name.
    public List<EndpointView> all(List<EndpointConfig> endpoints) {
        return endpoints.stream().map(this::view).sorted(Comparator.comparing(EndpointView::tunnelName, String.CASE_INSENSITIVE_ORDER)
                .thenComparing(EndpointView::name, String.CASE_INSENSITIVE_ORDER).thenComparing(EndpointView::id)).toList();
    }

    public EndpointView view(EndpointConfig endpoint) {
        @Nullable TunnelConfig tunnel = tunnels.get(endpoint.tunnel());
        @Nullable EndpointState state = states.get(endpoint.id());
        boolean listens = tunnel != null && tunnel.side() == endpoint.listen().side();
        return new EndpointView(endpoint.id().toString(), endpoint.tunnel().toString(), tunnel == null ? "" : tunnel.name(), endpoint.name(),
                listens ? "inbound" : "outbound", endpoint.listen().bind(), endpoint.listen().port(), endpoint.target().toString(),
                endpoint.compression(), here(tunnel, state), there(node.remoteHalf(endpoint.id())),
                state == null ? NONE : traffic(state.traffic()), state == null ? null : state.lastRefusal(),
                owner(endpoint.id()));
    }

    private @Nullable String owner(EndpointId endpoint) {
        Rights known = rights;
        Optional<String> owner = known == null ? Optional.empty() : known.owner(endpoint);
        return owner.isEmpty() ? null : owner.get();
    }

    private Half here(@Nullable TunnelConfig tunnel, @Nullable EndpointState state) {
        if (tunnel != null && !tunnel.started()) return new Half("stopped", 0, "the tunnel is stopped");
        if (!engine) return new Half("waiting", 0, "the endpoint engine is not running");
        if (state == null) return new Half("waiting", 0, "");
        return switch (state.status()) {
            case EndpointStatus.Listening(var _, int port) -> new Half("listening", port, "");
            case EndpointStatus.Waiting(var reason, var _) -> new Half("waiting", 0, reason);
            case EndpointStatus.Ready() -> new Half("ready", 0, "");
            case EndpointStatus.Stopped() -> new Half("stopped", 0, "");
        };
    }

    private static @Nullable Half there(Optional<RemoteHalf> said) {
        if (said.isEmpty()) return null;
        RemoteHalf half = said.get();
        return new Half(half.state(), half.port(), half.reason());
    }

    private static EndpointView.Traffic traffic(EndpointState.Traffic traffic) {
        return new EndpointView.Traffic(traffic.open(), traffic.total(), traffic.refused(), traffic.receivedBytes(),
                traffic.sentBytes());
    }
}
