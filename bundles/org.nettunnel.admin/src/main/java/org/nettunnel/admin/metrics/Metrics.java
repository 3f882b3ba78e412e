package org.nettunnel.admin.metrics;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import org.jspecify.annotations.Nullable;
import org.nettunnel.admin.live.Live;
import org.nettunnel.admin.views.SuiteViews;
import org.nettunnel.api.crypto.Fingerprint;
import org.nettunnel.api.endpoint.EndpointState;
import org.nettunnel.api.endpoint.Endpoints;
import org.nettunnel.api.node.Node;
import org.nettunnel.api.provisioning.Feature;
import org.nettunnel.api.provisioning.Provisioning;
import org.nettunnel.api.tunnel.EngineLoad;
import org.nettunnel.api.tunnel.TunnelState;
import org.nettunnel.api.tunnel.Tunnels;

/// Writes down how the node is: OpenMetrics for who asks for it, else the older text of Prometheus.
///
/// Little is counted here. Each time it is asked it takes what the engines say, so that a tunnel that goes takes its numbers along, and
/// there are never more labels than tunnels and endpoints.
/// **Threads:** any.
public final class Metrics {
    private final ExpositionFormatWriter openMetrics = OpenMetricsTextFormatWriter.create();
    private final ExpositionFormatWriter plain = PrometheusTextFormatWriter.create();
    private final String version;
    private final Live live;
    private final AuthFailures failures;

    /// @param failures counted where requests are refused
    public Metrics(String version, Live live, AuthFailures failures) {
        this.version = version;
        this.live = live;
        this.failures = failures;
    }

    /// What goes back to who asks.
    public record Written(String contentType, byte[] text) {}

    /// What the numbers are taken from; null for what is not there just now.
    public record Sources(Node node, @Nullable Tunnels tunnels, @Nullable Endpoints endpoints, @Nullable Provisioning provisioning) {}

    /// @param accept the header of the request
    public Written write(Sources sources, @Nullable String accept) {
        Node node = sources.node;
        Tunnels tunnels = sources.tunnels;
        Endpoints endpoints = sources.endpoints;
        List<TunnelState> tunnelStates = tunnels == null ? List.of() : tunnels.states();
        List<EndpointState> endpointStates = endpoints == null ? List.of() : endpoints.states();
        List<MetricSnapshot> all = new ArrayList<>();
        all.add(InfoSnapshot.builder().name("nettunnel_build").help("What runs.")
                .dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder().labels(Labels.of("version", version)).build()).build());
        Provisioning provisioning = sources.provisioning;
        if (provisioning != null) all.add(bundles(provisioning.installed()));
        var names = new Names(node);
        all.addAll(new TunnelMetrics(names, tunnelStates, tunnels == null ? Set.of() : SuiteViews.legacy(tunnels), live.roundTrips()).all());
        EngineLoad load = tunnels == null ? EngineLoad.NONE : tunnels.load();
        if (tunnels != null) all.addAll(LoadMetrics.all(load));
        all.add(failures.counter(load));
        all.addAll(NodeMetrics.all(node.writing(), live.subscribers()));
        all.addAll(new EndpointMetrics(names, endpointStates).all());
        return text(new MetricSnapshots(all), accept);
    }

    private static MetricSnapshot bundles(List<Feature> installed) {
        var info = InfoSnapshot.builder().name("nettunnel_bundle").help("What is installed; the signer is empty for what came with the installation.");
        for (Feature feature : installed) {
            Fingerprint signer = feature.signer();
            info.dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder()
                    .labels(Labels.of("name", feature.id(), "version", feature.version(), "signer", signer == null ? "" : signer.toString())).build());
        }
        return info.build();
    }

    private Written text(MetricSnapshots snapshots, @Nullable String accept) {
        ExpositionFormatWriter writer = accept != null && openMetrics.accepts(accept) ? openMetrics : plain;
        var out = new ByteArrayOutputStream();
        try {
            writer.write(out, snapshots, EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return new Written(writer.getContentType(), out.toByteArray());
    }
}
