package org.nettunnel.api.admin.diagnosis;

import java.util.List;

/// What holds a tunnel or a stream up, measured for a moment at this end.
///
/// @param verdict  one sentence for people
/// @param measures what it was told from
/// @param parts    what the time went by with; several may last at once, so that they need not make 1
public record DiagnosisView(String verdict, List<Measure> measures, List<Part> parts) {
    public DiagnosisView {
        measures = List.copyOf(measures);
        parts = List.copyOf(parts);
    }

    /// @param name      of the leg and what was measured there, such as `link.roundTrip`
    /// @param unit      `ms`, `bytes/s`, `bytes`, `%` or `times`
    /// @param explained what it means, in one sentence
    public record Measure(String name, double value, String unit, String explained) {}

    /// @param share of the time, 0 to 1
    public record Part(String name, double share) {}
}
