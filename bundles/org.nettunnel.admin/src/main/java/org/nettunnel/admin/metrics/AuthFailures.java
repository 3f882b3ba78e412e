package org.nettunnel.admin.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

import org.nettunnel.api.tunnel.EngineLoad;

/// Counts those who did not prove who they are, by how they tried.
///
/// **Threads:** any.
public final class AuthFailures {
    /// How one can try at the admin API; what a request was for decides.
    private static final String[] KINDS = {"login", "setup", "join", "password"};
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    /// A request was refused since nobody knows who made it.
    ///
    /// @param operation the last part of its path
    public void refused(String operation) {
        String kind = "token";
        for (String each : KINDS) if (each.equals(operation)) kind = each;
        counts.computeIfAbsent(kind, _ -> new LongAdder()).increment();
    }

    MetricSnapshot counter(EngineLoad load) {
        var failures = new Family("nettunnel_auth_failures", "Logins, tokens, codes and handshakes that did not prove who somebody is.", null);
        counts.forEach((kind, count) -> failures.add(Labels.of("kind", kind), count.sum()));
        failures.add(Labels.of("kind", "handshake"), load.errors().getOrDefault("authentication", 0L));
        return failures.counter();
    }
}
