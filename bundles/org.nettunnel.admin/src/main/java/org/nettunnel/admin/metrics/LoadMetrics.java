package org.nettunnel.admin.metrics;

import java.util.List;

import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;

import org.nettunnel.api.tunnel.EngineLoad;

/// The engine's limits in numbers.
final class LoadMetrics {
    private LoadMetrics() {}

    private static Family compressed(EngineLoad.Compressed bytes) {
        var family = new Family("nettunnel_compression_bytes", "Bytes of streams that travelled compressed, as they were before (plain) and on wires.", Unit.BYTES);
        family.add(Labels.of("direction", "sent", "form", "plain"), bytes.sentPlain());
        family.add(Labels.of("direction", "sent", "form", "wire"), bytes.sentWire());
        family.add(Labels.of("direction", "received", "form", "plain"), bytes.receivedPlain());
        family.add(Labels.of("direction", "received", "form", "wire"), bytes.receivedWire());
        return family;
    }

    static List<MetricSnapshot> all(EngineLoad load) {
        var limited = new Family("nettunnel_limited", "Streams and handshakes that a limit refused or ended.", null);
        load.refused().forEach((limit, count) -> limited.add(Labels.of("limit", limit), count));
        var reserved = new Family("nettunnel_memory_reserved_bytes", "Memory that streams hold, but for what is kept to be sent again.", Unit.BYTES);
        load.reservedBytes().forEach((scope, bytes) -> reserved.add(Labels.of("scope", scope), bytes));
        var replay = new Family("nettunnel_replay_buffer_bytes", "Bytes that were sent and are kept until the peer has delivered them.", Unit.BYTES);
        replay.add(Labels.EMPTY, load.replayBytes());
        var errors = new Family("nettunnel_frame_errors", "Links, sessions and handshakes of peers that were given up because of what they sent.", null);
        load.errors().forEach((code, count) -> errors.add(Labels.of("code", code), count));
        return List.of(limited.counter(), reserved.gauge(), replay.gauge(), errors.counter(), compressed(load.compressed()).counter());
    }
}
