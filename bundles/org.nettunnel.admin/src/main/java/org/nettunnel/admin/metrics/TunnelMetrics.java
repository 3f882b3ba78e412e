package org.nettunnel.admin.metrics;

import java.util.List;
import java.util.Set;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;

import org.nettunnel.admin.live.RoundTrips;
import org.nettunnel.api.tunnel.LinkFacts;
import org.nettunnel.api.tunnel.TunnelState;
import org.nettunnel.api.tunnel.TunnelStatus;

/// Tunnels in numbers.
final class TunnelMetrics {
    private final Family up = new Family("nettunnel_tunnel_up", "1 while the tunnel has a link, else 0.", null);
    private final Family waiting = new Family("nettunnel_tunnel_interrupted", "1 while the tunnel has no link and its streams wait for one, else 0.", null);
    private final Family links = new Family("nettunnel_tunnel_links", "Links that the tunnel has now.", null);
    private final Family legacyCipher = new Family("nettunnel_tunnel_legacy_cipher", "1 while a link of the tunnel uses a legacy cipher, else 0.", null);
    private final Family roundTrip = new Family("nettunnel_link_rtt_seconds", "Smoothed round trip of a link, by PING.", Unit.SECONDS);
    private final HistogramSnapshot.Builder roundTrips = HistogramSnapshot.builder().name("nettunnel_tunnel_rtt_seconds")
            .help("Smoothed round trips of the links of a tunnel, looked at each second.").unit(Unit.SECONDS);
    private final Family connections = new Family("nettunnel_tunnel_connections", "Links that were established, and attempts that failed.", null);
    private final Family resumes = new Family("nettunnel_tunnel_resumes", "Links that took up the streams of a lost one.", null);
    private final Family rekeys = new Family("nettunnel_tunnel_rekeys", "Exchanges of new keys on running links.", null);
    private final Family bytes = new Family("nettunnel_tunnel_bytes", "Bytes on wires, encryption included.", Unit.BYTES);

    private final Set<String> legacy;
    private final RoundTrips measured;

    /// @param legacy   names of suites that are there for old peers and old habits only
    /// @param measured round trips so far
    TunnelMetrics(Names names, List<TunnelState> states, Set<String> legacy, RoundTrips measured) {
        this.legacy = legacy;
        this.measured = measured;
        for (TunnelState state : states) if (names.has(state.id())) add(names.of(state.id()), state);
    }

    private void add(Labels tunnel, TunnelState state) {
        List<LinkFacts> present = state.status() instanceof TunnelStatus.Established(_, List<LinkFacts> those) ? those : List.of();
        up.add(tunnel, state.status() instanceof TunnelStatus.Established ? 1 : 0);
        waiting.add(tunnel, state.status() instanceof TunnelStatus.Interrupted ? 1 : 0);
        links.add(tunnel, present.size());
        legacyCipher.add(tunnel, present.stream().anyMatch(link -> legacy.contains(link.suite())) ? 1 : 0);
        roundTrips(tunnel, present);
        RoundTrips.Histogram histogram = measured.of(state.id());
        roundTrips.dataPoint(HistogramDataPointSnapshot.builder().labels(tunnel).sum(histogram.sum())
                .classicHistogramBuckets(ClassicHistogramBuckets.of(histogram.bounds(), histogram.counts())).build());
        connections.add(tunnel.add("result", "established"), state.links().established());
        connections.add(tunnel.add("result", "failed"), state.links().failed());
        resumes.add(tunnel.add("result", "resumed"), state.links().resumed());
        rekeys.add(tunnel, state.links().rekeyed());
        bytes.add(tunnel.add("direction", "received"), state.traffic().receivedBytes());
        bytes.add(tunnel.add("direction", "sent"), state.traffic().sentBytes());
    }

    private void roundTrips(Labels tunnel, List<LinkFacts> present) {
        for (LinkFacts link : present)
            if (!link.roundTrip().isZero()) roundTrip.add(tunnel.add("lane", Integer.toString(link.lane())), Unit.nanosToSeconds(link.roundTrip().toNanos()));
    }

    List<MetricSnapshot> all() {
        return List.of(up.gauge(), waiting.gauge(), links.gauge(), legacyCipher.gauge(), roundTrip.gauge(), roundTrips.build(), connections.counter(), resumes.counter(), rekeys.counter(), bytes.counter());
    }
}
