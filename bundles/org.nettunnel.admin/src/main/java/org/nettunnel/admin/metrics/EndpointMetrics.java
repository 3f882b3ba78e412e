package org.nettunnel.admin.metrics;

import java.util.List;

import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;

import org.nettunnel.api.endpoint.EndpointState;
import org.nettunnel.api.endpoint.EndpointStatus;

/// Endpoints in numbers, and streams, by the endpoint that they belong to.
final class EndpointMetrics {
    private final Family waiting = new Family("nettunnel_endpoint_waiting", "1 while the endpoint should listen here and cannot, else 0.", null);
    private final Family open = new Family("nettunnel_stream_open", "Streams that are open now.", null);
    private final Family opened = new Family("nettunnel_stream_opened", "Streams that were carried, and connections that were refused.", null);
    private final Family bytes = new Family("nettunnel_stream_bytes", "Bytes read from local sockets and written to them, by streams that are open and by those that ended.", Unit.BYTES);

    EndpointMetrics(Names names, List<EndpointState> states) {
        for (EndpointState state : states) if (names.has(state.id())) add(names.of(state.id()), state);
    }

    private void add(Labels endpoint, EndpointState state) {
        EndpointState.Traffic traffic = state.traffic();
        // before the first try there is no reason
        waiting.add(endpoint, state.status() instanceof EndpointStatus.Waiting(String reason, var _) && !reason.isEmpty() ? 1 : 0);
        open.add(endpoint, traffic.open());
        opened.add(endpoint.add("result", "carried"), traffic.total());
        opened.add(endpoint.add("result", "refused"), traffic.refused());
        bytes.add(endpoint.add("direction", "received"), traffic.receivedBytes());
        bytes.add(endpoint.add("direction", "sent"), traffic.sentBytes());
    }

    List<MetricSnapshot> all() {
        return List.of(waiting.gauge(), open.gauge(), opened.counter(), bytes.counter());
    }
}
