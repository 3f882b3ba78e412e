package org.nettunnel.admin.metrics;

import java.util.List;

import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

import org.nettunnel.api.node.Node.Writing;

/// What the node itself does, in numbers.
final class NodeMetrics {
    private NodeMetrics() {}

    /// @param subscribers who listen to events
    static List<MetricSnapshot> all(Writing writing, int subscribers) {
        var generation = new Family("nettunnel_config_generation", "Changes of the configuration that were written since the node started.", null);
        generation.add(Labels.EMPTY, writing.changes());
        var lastWrite = new Family("nettunnel_config_last_write_success", "1 while the last change is safely on disk, else 0.", null);
        lastWrite.add(Labels.EMPTY, writing.lastGood() ? 1 : 0);
        var listeners = new Family("nettunnel_event_subscribers", "Those who listen to events of the admin API now.", null);
        listeners.add(Labels.EMPTY, subscribers);
        return List.of(generation.gauge(), lastWrite.gauge(), listeners.gauge());
    }
}
