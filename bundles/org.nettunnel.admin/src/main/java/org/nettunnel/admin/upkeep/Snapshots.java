package org.nettunnel.admin.upkeep;

import java.util.Locale;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.nettunnel.admin.call.Engine;
import org.nettunnel.api.admin.Operation.About;
import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.node.Accounts;
import org.nettunnel.api.node.Knobs;
import org.nettunnel.api.node.Node;
import org.nettunnel.api.tunnel.TunnelConfig;

/// What an object is just now, in a few words for the audit log.
///
/// It looks at what the node keeps and never at what somebody sent, and names what it shows one by one: so no secret gets in.
final class Snapshots {
    private final Engine engine;

    Snapshots(Engine engine) {
        this.engine = engine;
    }

    /// @param id of the object
    @Nullable String of(About about, String id) {
        return switch (about) {
            case TUNNEL -> tunnel(id);
            case ENDPOINT -> endpoint(id);
            case USER -> user(id);
            case SUITES -> preference();
            case SETTINGS -> settings();
            case STREAM, NOTHING -> null;
        };
    }

    private @Nullable String tunnel(String id) {
        Node node = engine.node();
        if (node == null) return null;
        for (TunnelConfig tunnel : node.tunnels()) if (tunnel.id().toString().equals(id)) return text(tunnel);
        return null;
    }

    private static String text(TunnelConfig tunnel) {
        String route = switch (tunnel.route()) {
            case TunnelConfig.Outbound outbound -> "outbound addresses=" + outbound.addresses() + " transport=" + outbound.transport() + " proxy=" + outbound.proxy();
            case TunnelConfig.Inbound _ -> "inbound";
        };
        return "name=" + tunnel.name() + " " + route + " started=" + tunnel.started() + " grace=" + tunnel.outage().grace().toSeconds()
                + "s patience=" + tunnel.outage().patience().toSeconds() + "s"
                + " peerMayConfigure=" + tunnel.peerMay().configure() + " peerMayCall=" + tunnel.peerMay().call();
    }

    private @Nullable String endpoint(String id) {
        Node node = engine.node();
        if (node == null) return null;
        for (EndpointConfig endpoint : node.endpoints()) if (endpoint.id().toString().equals(id)) return text(endpoint);
        return null;
    }

    private static String text(EndpointConfig endpoint) {
        return "name=" + endpoint.name() + " tunnel=" + endpoint.tunnel() + " listens=" + endpoint.listen().side().name().toLowerCase(Locale.ROOT) + " "
                + endpoint.listen().bind() + ":" + endpoint.listen().port() + " target=" + endpoint.target() + " compression=" + endpoint.compression();
    }

    private @Nullable String user(String id) {
        Accounts accounts = engine.accounts();
        if (accounts == null) return null;
        return accounts.users().stream().filter(each -> each.name().equals(id)).findFirst().map(each -> "role=" + each.role().name().toLowerCase(Locale.ROOT)
                + " disabled=" + each.disabled() + " grants=" + each.grants() + " quota=" + each.quota()).orElse(null);
    }

    private @Nullable String preference() {
        Node node = engine.node();
        return node == null ? null : String.valueOf(node.preference());
    }

    private @Nullable String settings() {
        Knobs knobs = engine.knobs();
        if (knobs == null) return null;
        return knobs.settings().stream().filter(each -> each.value() != null).map(each -> each.key() + "=" + each.value()).collect(Collectors.joining(" "));
    }
}
