package org.nettunnel.admin.views;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.nettunnel.admin.call.Millis;
import org.nettunnel.admin.call.Engine;
import org.nettunnel.api.admin.TunnelView;
import org.nettunnel.api.node.Trials;
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
public final class TunnelViews {
    private static final TunnelState.Traffic NOTHING = new TunnelState.Traffic(0, 0, 0, 0);
    private final Map<TunnelId, TunnelState> states = new HashMap<>();
    private final Set<String> legacy;
    private final boolean engine;
    private final @Nullable Trials trials;

    public TunnelViews(Engine services) {
        @Nullable Tunnels tunnels = services.tunnels();
        engine = tunnels != null;
        trials = services.trials();
        legacy = tunnels == null ? Set.of() : SuiteViews.legacy(tunnels);
        if (tunnels != null) for (TunnelState state : tunnels.states()) states.put(state.id(), state);
    }

    /// By name.
    public List<TunnelView> all(List<TunnelConfig> tunnels) {
        return tunnels.stream().sorted(Comparator.comparing(TunnelConfig::name, String.CASE_INSENSITIVE_ORDER)
                .thenComparing(tunnel -> tunnel.id().toString())).map(this::view).toList();
    }

    public TunnelView view(TunnelConfig tunnel) {
        @Nullable TunnelState state = states.get(tunnel.id());
        Shown shown = shown(tunnel, state);
        PeerIdentity peer = tunnel.trust().peer();
        return new TunnelView(tunnel.id().toString(), tunnel.name(), switch (tunnel.side()) {
            case OUTBOUND -> "outbound";
            case INBOUND -> "inbound";
        }, addresses(tunnel), transport(tunnel, shown.links), proxy(tunnel), shown.status, shown.reason, shown.since, shown.until, shown.attempt,
                peer == null ? null : peer.fingerprint().toString(), state == null ? null : state.peerName(),
                new TunnelView.Outage(tunnel.outage().grace().toSeconds(), tunnel.outage().patience().toSeconds()),
                shown.links.stream().map(this::link).toList(), traffic(state == null ? NOTHING : state.traffic()),
                history(state == null ? TunnelState.Links.NONE : state.links()),
                new TunnelView.PeerMay(tunnel.peerMay().configure(), tunnel.peerMay().call()), onTrial(tunnel.id()));
    }

    private TunnelView.@Nullable OnTrial onTrial(TunnelId tunnel) {
        Trials present = trials;
        Optional<Trials.Trial> trial = present == null ? Optional.empty() : present.of(tunnel);
        return trial.isEmpty() ? null : new TunnelView.OnTrial(trial.get().until(), trial.get().mayBeConfirmed());
    }

    private Shown shown(TunnelConfig tunnel, @Nullable TunnelState state) {
        if (!tunnel.started()) return new Shown("stopped", "");
        if (!engine) return new Shown("failed", "the tunnel engine is not running");
        boolean invited = tunnel.trust().peer() == null;
        if (state == null) return new Shown(invited ? "invited" : "connecting", "");
        return switch (state.status()) {
            case TunnelStatus.Stopped() -> new Shown("stopped", "");
            case TunnelStatus.Connecting(int attempt) -> new Shown("connecting", attempt > 1 ? "attempt " + attempt : "").trying(attempt, null);
            case TunnelStatus.Established(var since, var links) -> new Shown("established", "").since(since).over(links);
            case TunnelStatus.Interrupted(var since, var until, int attempt, var reason) ->
                new Shown("interrupted", reason).since(since).trying(attempt, until);
            case TunnelStatus.Waiting(int attempt, var until, var reason) -> new Shown("waiting", reason).trying(attempt, until);
            case TunnelStatus.Disconnected(var since, var reason) -> new Shown(invited ? "invited" : "disconnected", reason).since(since);
            case TunnelStatus.Failed(var since, var reason) -> new Shown("failed", reason).since(since);
        };
    }

    private static List<String> addresses(TunnelConfig tunnel) {
        return switch (tunnel.route()) {
            case Outbound(var addresses, var _, var _) -> addresses.stream().map(Address::toString).toList();
            case Inbound() -> List.of();
        };
    }

    private static @Nullable String transport(TunnelConfig tunnel, List<LinkFacts> links) {
        return switch (tunnel.route()) {
            case Outbound(var _, var transport, var _) -> transport;
            case Inbound() -> links.isEmpty() ? null : links.getFirst().transport();
        };
    }

    private static @Nullable String proxy(TunnelConfig tunnel) {
        return switch (tunnel.route()) {
            case Outbound(var _, var _, var proxy) -> proxy.toString();
            case Inbound() -> null;
        };
    }

    private TunnelView.Link link(LinkFacts link) {
        return new TunnelView.Link(link.lane(), link.remote(), link.transport(), link.suite(), legacy.contains(link.suite()), link.epoch(),
                Millis.measured(link.roundTrip()), link.since());
    }

    private static TunnelView.Traffic traffic(TunnelState.Traffic traffic) {
        return new TunnelView.Traffic(traffic.receivedBytes(), traffic.sentBytes(), traffic.openStreams(), traffic.totalStreams());
    }

    private static TunnelView.History history(TunnelState.Links links) {
        return new TunnelView.History(links.established(), links.failed(), links.resumed(), links.rekeyed(), links.lastReason());
    }

    /// What the status says, in the shape of the view.
    private record Shown(String status, String reason, @Nullable Instant since, @Nullable Instant until, int attempt, List<LinkFacts> links) {
        Shown(String status, String reason) {
            this(status, reason, null, null, 0, List.of());
        }

        Shown since(Instant begin) {
            return new Shown(status, reason, begin, until, attempt, links);
        }

        Shown trying(int number, @Nullable Instant end) {
            return new Shown(status, reason, since, end, number, links);
        }

        Shown over(List<LinkFacts> present) {
            return new Shown(status, reason, since, until, attempt, present);
        }
    }
}
