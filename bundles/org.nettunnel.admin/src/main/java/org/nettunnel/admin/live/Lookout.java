package org.nettunnel.admin.live;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.nettunnel.admin.call.Engine;
import org.nettunnel.admin.call.Subject;
import org.nettunnel.admin.live.Event.Said;
import org.nettunnel.admin.live.Event.What;
import org.nettunnel.admin.views.EndpointViews;
import org.nettunnel.admin.views.TunnelViews;
import org.nettunnel.api.admin.EndpointView;
import org.nettunnel.api.admin.TunnelView;
import org.nettunnel.api.admin.live.GoneEvent;
import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.node.Node;
import org.nettunnel.api.tunnel.TunnelConfig;

/// Tells how tunnels and endpoints change, by comparing them with how they were; what only counts on, such as bytes, is no change.
///
/// **Threads:** one.
final class Lookout {
    private final Engine engine;
    private final Journal journal;
    private Map<String, Known> tunnels = Map.of();
    private Map<String, Known> endpoints = Map.of();
    private boolean knowsTunnels;
    private boolean knowsEndpoints;

    /// What it looked like, without what only counts on.
    private record Known(Subject subject, Object look) {}

    Lookout(Engine engine, Journal journal) {
        this.engine = engine;
        this.journal = journal;
    }

    void look() {
        Node node = engine.node();
        if (node == null) return;
        knowsTunnels = journal.isWatched(Kind.TUNNEL) && lookAtTunnels(node, node.tunnels());
        knowsEndpoints = journal.isWatched(Kind.ENDPOINT) && lookAtEndpoints(node, node.endpoints());
    }

    private boolean lookAtTunnels(Node node, List<TunnelConfig> configs) {
        Map<String, Known> now = new HashMap<>();
        var views = new TunnelViews(engine);
        for (TunnelConfig config : configs) {
            TunnelView view = views.view(config);
            var known = new Known(new Subject.OfTunnel(config), quiet(view));
            Known before = tunnels.get(view.id());
            now.put(view.id(), known);
            if (knowsTunnels && (before == null || !before.look.equals(known.look)))
                journal.add(Kind.TUNNEL, Kind.TUNNEL.word(), new What.Of(known.subject, new Said(view)));
        }
        if (knowsTunnels) gone(Kind.TUNNEL, tunnels, now.keySet());
        tunnels = now;
        return true;
    }

    private boolean lookAtEndpoints(Node node, List<EndpointConfig> configs) {
        Map<String, Known> now = new HashMap<>();
        var views = new EndpointViews(node, engine.endpoints(), engine.rights());
        for (EndpointConfig config : configs) {
            EndpointView view = views.view(config);
            var known = new Known(new Subject.OfEndpoint(config), quiet(view));
            Known before = endpoints.get(view.id());
            now.put(view.id(), known);
            if (knowsEndpoints && (before == null || !before.look.equals(known.look)))
                journal.add(Kind.ENDPOINT, Kind.ENDPOINT.word(), new What.Of(known.subject, new Said(view)));
        }
        if (knowsEndpoints) gone(Kind.ENDPOINT, endpoints, now.keySet());
        endpoints = now;
        return true;
    }

    private void gone(Kind kind, Map<String, Known> before, Set<String> present) {
        before.forEach((id, known) -> {
            if (!present.contains(id)) journal.add(kind, "gone", new What.Of(known.subject, new Said(new GoneEvent(kind.word(), id))));
        });
    }

    private static TunnelView quiet(TunnelView view) {
        List<TunnelView.Link> links = view.links().stream().map(link -> new TunnelView.Link(link.lane(), link.remote(), link.transport(), link.suite(),
                link.legacy(), link.epoch(), null, link.since())).toList();
        return new TunnelView(view.id(), view.name(), view.direction(), view.addresses(), view.transport(), view.proxy(), view.status(), view.reason(),
                view.since(), view.until(), view.attempt(), view.peer(), view.peerName(), view.outage(), links, new TunnelView.Traffic(0, 0, 0, 0),
                view.history(), view.peerMay(), view.trial());
    }

    private static EndpointView quiet(EndpointView view) {
        return new EndpointView(view.id(), view.tunnel(), view.tunnelName(), view.name(), view.direction(), view.bind(), view.port(), view.target(),
                view.compression(), view.here(), view.there(), new EndpointView.Traffic(0, 0, 0, 0, 0), view.lastRefusal(), view.owner());
    }
}
