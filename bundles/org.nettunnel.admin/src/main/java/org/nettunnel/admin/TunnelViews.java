package org.nettunnel.admin;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.TunnelView;
import org.nettunnel.api.node.Node;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.LinkFacts;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelConfig.Inbound;
import org.nettunnel.api.tunnel.TunnelConfig.Outbound;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelState;
import org.nettunnel.api.tunnel.TunnelStatus;
import org.nettunnel.api.tunnel.Tunnels;

/// Shows tunnels: what is saved of them, joined with how they are.
final class TunnelViews {
    private static final TunnelView.Traffic NONE = new TunnelView.Traffic(0, 0, 0, 0, 0, 0);
    private static final double NANOS_PER_MILLI = 1e6;
    private final Map<TunnelId, TunnelState> states = new HashMap<>();
    private final boolean engine;

    TunnelViews(@Nullable Tunnels tunnels) {
        engine = tunnels != null;
        if (tunnels != null) for (TunnelState state : tunnels.states()) states.put(state.id(), state);
    }

    /// By name.
    List<TunnelView> all(Node node) {
        return node.tunnels().stream().sorted(Comparator.comparing(TunnelConfig::name, String.CASE_INSENSITIVE_ORDER)
                .thenComparing(tunnel -> tunnel.id().toString())).map(this::view).toList();
    }

    TunnelView view(TunnelConfig tunnel) {
        @Nullable TunnelState state = states.get(tunnel.id());
        Shown shown = shown(tunnel, state);
        LinkFacts link = shown.link;
        PeerIdentity peer = tunnel.trust().peer();
        return new TunnelView(tunnel.id().toString(), tunnel.name(), switch (tunnel.side()) {
            case OUTBOUND -> "outbound";
            case INBOUND -> "inbound";
        }, addresses(tunnel), transport(tunnel, link), proxy(tunnel), shown.status, shown.reason, shown.since,
                peer == null ? null : peer.fingerprint().toString(), state == null ? null : state.peerName(), link == null ? null : link(link),
                state == null ? NONE : traffic(state));
    }

    private Shown shown(TunnelConfig tunnel, @Nullable TunnelState state) {
        if (!tunnel.started()) return new Shown("stopped", "", null, null);
        if (!engine) return new Shown("failed", "the tunnel engine is not running", null, null);
        boolean invited = tunnel.trust().peer() == null;
        if (state == null) return new Shown(invited ? "invited" : "connecting", "", null, null);
        return switch (state.status()) {
            case TunnelStatus.Stopped() -> new Shown("stopped", "", null, null);
            case TunnelStatus.Connecting(int attempt) -> new Shown("connecting", attempt > 1 ? "attempt " + attempt : "", null, null);
            case TunnelStatus.Established(var since, var links) -> new Shown("established", "", since, links.isEmpty() ? null : links.getFirst());
            case TunnelStatus.Interrupted(var since, var _, int _, var reason) -> new Shown("interrupted", reason, since, null);
            case TunnelStatus.Waiting(int _, var _, var reason) -> new Shown("waiting", reason, null, null);
            case TunnelStatus.Disconnected(var since, var reason) -> new Shown(invited ? "invited" : "disconnected", reason, since, null);
            case TunnelStatus.Failed(var since, var reason) -> new Shown("failed", reason, since, null);
        };
    }

    private static List<String> addresses(TunnelConfig tunnel) {
        return switch (tunnel.route()) {
            case Outbound(var addresses, var _, var _) -> addresses.stream().map(Address::toString).toList();
            case Inbound() -> List.of();
        };
    }

    private static @Nullable String transport(TunnelConfig tunnel, @Nullable LinkFacts link) {
        return switch (tunnel.route()) {
            case Outbound(var _, var transport, var _) -> transport;
            case Inbound() -> link == null ? null : link.transport();
        };
    }

    private static @Nullable String proxy(TunnelConfig tunnel) {
        return switch (tunnel.route()) {
            case Outbound(var _, var _, var proxy) -> proxy.toString();
            case Inbound() -> null;
        };
    }

    private static TunnelView.Link link(LinkFacts link) {
        return new TunnelView.Link(link.remote(), link.suite(), link.epoch(),
                link.roundTrip().isZero() ? null : Math.round(link.roundTrip().toNanos() / NANOS_PER_MILLI * 1000) / 1000.0);
    }

    private static TunnelView.Traffic traffic(TunnelState state) {
        TunnelState.Traffic traffic = state.traffic();
        return new TunnelView.Traffic(traffic.receivedBytes(), traffic.sentBytes(), traffic.openStreams(), traffic.totalStreams(), state.links().established(),
                state.links().failed());
    }

    private record Shown(String status, String reason, @Nullable Instant since, @Nullable LinkFacts link) {}
}
