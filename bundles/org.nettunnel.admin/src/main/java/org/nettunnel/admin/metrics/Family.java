package org.nettunnel.admin.metrics;

import java.util.ArrayList;
import java.util.List;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;

import org.jspecify.annotations.Nullable;

/// One metric while its values are gathered.
final class Family {
    private final String name;
    private final String help;
    private final @Nullable Unit unit;
    private final List<Sample> samples = new ArrayList<>();

    private record Sample(Labels labels, double value) {}

    /// @param name without `_total`
    /// @param unit what the name ends with; null where something is counted
    Family(String name, String help, @Nullable Unit unit) {
        this.name = name;
        this.help = help;
        this.unit = unit;
    }

    void add(Labels labels, double value) {
        samples.add(new Sample(labels, value));
    }

    MetricSnapshot counter() {
        var counter = CounterSnapshot.builder().name(name).help(help);
        if (unit != null) counter.unit(unit);
        for (Sample sample : samples) counter.dataPoint(CounterDataPointSnapshot.builder().labels(sample.labels).value(sample.value).build());
        return counter.build();
    }

    MetricSnapshot gauge() {
        var gauge = GaugeSnapshot.builder().name(name).help(help);
        if (unit != null) gauge.unit(unit);
        for (Sample sample : samples) gauge.dataPoint(GaugeDataPointSnapshot.builder().labels(sample.labels).value(sample.value).build());
        return gauge.build();
    }
}
