package org.nettunnel.admin.views;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
    private final Map<EndpointId, String> endpoints = new HashMap<>();

    public StreamViews(Node node) {
        for (TunnelConfig tunnel : node.tunnels()) tunnels.put(tunnel.id(), tunnel.name());
        for (EndpointConfig endpoint : node.endpoints()) endpoints.put(endpoint.id(), endpoint.name());
    }

    /// Oldest first.
    public List<StreamView> all(List<StreamState> streams) {
        return streams.stream().sorted(Comparator.comparing(StreamState::since).thenComparing(StreamState::id)).map(this::view).toList();
    }

    public StreamView view(StreamState stream) {
        return new StreamView(stream.id(), stream.tunnel().toString(), tunnels.getOrDefault(stream.tunnel(), ""), stream.endpoint().toString(),
                endpoints.getOrDefault(stream.endpoint(), ""), stream.opener() ? "inbound" : "outbound", stream.client(), stream.target(),
                stream.state(), stream.since(), stream.receivedBytes(), stream.sentBytes(), squeezing(stream.squeezing()));
    }

    private static StreamView.Squeezing squeezing(StreamState.Squeezing of) {
        return new StreamView.Squeezing(of.with(), of.decision(), Squeezed.of(of.plainBytes(), of.wireBytes()),
                Squeezed.of(of.plainBytesReceived(), of.wireBytesReceived()));
    }
}
