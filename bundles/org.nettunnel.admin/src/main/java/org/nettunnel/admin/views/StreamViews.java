package org.nettunnel.admin.views;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.nettunnel.admin.call.Refusal;
import org.nettunnel.api.admin.StreamView;
import org.nettunnel.api.admin.StreamView.Squeezed;
import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.node.Node;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.StreamState;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelId;

/// Shows streams, with the names of what they belong to.
public final class StreamViews {
    private final Map<TunnelId, String> tunnels = new HashMap<>();
    private final Map<EndpointId, EndpointConfig> endpoints = new HashMap<>();

    public StreamViews(Node node) {
        for (TunnelConfig tunnel : node.tunnels()) tunnels.put(tunnel.id(), tunnel.name());
        for (EndpointConfig endpoint : node.endpoints()) endpoints.put(endpoint.id(), endpoint);
    }

    public StreamView view(StreamState stream) {
        return new StreamView(stream.id(), stream.tunnel().toString(), tunnelName(stream), stream.endpoint().toString(), endpointName(stream), direction(stream), stream.client(), target(stream),
                stream.state(), stream.since(), stream.receivedBytes(), stream.sentBytes(), squeezing(stream.squeezing()));
    }

    /// What a filter looks at.
    public String words(StreamState stream) {
        return String.join(" ", stream.id(), tunnelName(stream), endpointName(stream), direction(stream), stream.client(), target(stream), stream.state());
    }

    /// @param by as the parameter `sort` says it; null for the usual order
    /// @throws Refusal 400 for nothing that streams can be sorted by
    public Comparator<StreamState> order(@Nullable String by) throws Refusal {
        String wanted = by == null ? "since" : by;
        boolean isDown = wanted.startsWith("-");
        Comparator<StreamState> order = switch (isDown ? wanted.substring(1) : wanted) {
            case "since" -> Comparator.comparing(StreamState::since);
            case "client" -> Comparator.comparing(StreamState::client);
            case "endpoint" -> Comparator.comparing(this::endpointName);
            case "tunnel" -> Comparator.comparing(this::tunnelName);
            case "direction" -> Comparator.comparing(StreamViews::direction);
            case "target" -> Comparator.comparing(this::target);
            case "received" -> Comparator.comparingLong(StreamState::receivedBytes);
            case "sent" -> Comparator.comparingLong(StreamState::sentBytes);
            case "state" -> Comparator.comparing(StreamState::state);
            default -> throw Refusal.parameter("sort", "is '" + by + "', which is none of since, client, endpoint, tunnel, direction, target, received, sent and state");
        };
        return (isDown ? order.reversed() : order).thenComparing(StreamState::id);
    }

    private String tunnelName(StreamState stream) {
        return tunnels.getOrDefault(stream.tunnel(), "");
    }

    private String endpointName(StreamState stream) {
        EndpointConfig endpoint = endpoints.get(stream.endpoint());
        return endpoint == null ? "" : endpoint.name();
    }

    /// Where the other end dials, this one knows what it is to dial.
    private String target(StreamState stream) {
        EndpointConfig endpoint = endpoints.get(stream.endpoint());
        return stream.target().isEmpty() && endpoint != null ? endpoint.target().toString() : stream.target();
    }

    private static String direction(StreamState stream) {
        return stream.opener() ? "inbound" : "outbound";
    }

    private static StreamView.Squeezing squeezing(StreamState.Squeezing of) {
        return new StreamView.Squeezing(of.with(), of.decision(), Squeezed.of(of.plainBytes(), of.wireBytes()),
                Squeezed.of(of.plainBytesReceived(), of.wireBytesReceived()));
    }
}
