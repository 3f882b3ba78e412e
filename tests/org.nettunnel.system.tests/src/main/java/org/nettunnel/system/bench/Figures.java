package org.nettunnel.system.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// What every round of every relay, or of whatever else has a row, measured.
final class Figures {
    /// Relay, then work, then a figure for each round.
    private final Map<String, Map<String, List<Double>>> rounds = new LinkedHashMap<>();

    void add(String relay, Map<String, Double> measured) {
        Map<String, List<Double>> all = rounds.computeIfAbsent(relay, _ -> new LinkedHashMap<>());
        measured.forEach((work, figure) -> all.computeIfAbsent(work, _ -> new ArrayList<>()).add(figure));
    }

    Map<String, Map<String, List<Double>>> rounds() {
        return rounds;
    }

    /// The median over the rounds; empty when the relay was not there.
    OptionalDouble median(String relay, String work) {
        List<Double> all = rounds.getOrDefault(relay, Map.of()).getOrDefault(work, List.of());
        return all.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(middle(all));
    }

    /// The median of our figure over the peer's, round by round.
    OptionalDouble ratio(String peer, String work) {
        return ratio(Relay.OURS, peer, work);
    }

    /// The median of one row's figure over another's, round by round.
    OptionalDouble ratio(String row, String base, String work) {
        List<Double> ours = rounds.getOrDefault(row, Map.of()).getOrDefault(work, List.of());
        List<Double> theirs = rounds.getOrDefault(base, Map.of()).getOrDefault(work, List.of());
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) ratios.add(ours.get(i) / theirs.get(i));
        return ratios.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(middle(ratios));
    }

    private static double middle(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
