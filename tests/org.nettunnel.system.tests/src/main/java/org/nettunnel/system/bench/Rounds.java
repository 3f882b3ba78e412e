package org.nettunnel.system.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// Measures rows in turns, so that all see the same weather.
///
/// @param count    rounds that count
/// @param isWarmed whether one goes before that does not count
/// @param warm     before each measurement
/// @param measured how long each takes, at least
/// @param figures  what came of it
record Rounds(int count, boolean isWarmed, Duration warm, Duration measured, Figures figures) {
    /// Measures one row.
    interface Measurement {
        Map<String, Double> of(String row) throws Exception;
    }

    /// For a look at whether all runs.
    static Rounds few() {
        return new Rounds(1, false, Duration.ofMillis(20), Duration.ofMillis(50), new Figures());
    }

    static Rounds of(int count) {
        return new Rounds(count, true, Duration.ofMillis(200), Duration.ofMillis(400), new Figures());
    }

    void run(List<String> rows, Measurement measurement) throws Exception {
        List<String> order = new ArrayList<>(rows);
        for (int round = isWarmed ? -1 : 0; round < count; round++) {
            for (String row : order) {
                System.err.printf("\r\033[K%s, %s ", round < 0 ? "warming up" : "round " + (round + 1) + " of " + count, row);
                Map<String, Double> measured = measurement.of(row);
                if (round >= 0) figures.add(row, measured);
            }
            Collections.rotate(order, 1); // nobody is always first
        }
        System.err.print("\r\033[K");
    }
}
