package org.nettunnel.system.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/// A table in which every row is held against one of them.
///
/// @param title   above the table
/// @param base    the row that the others are held against
/// @param rows    in their order; a row that was not measured is shown empty
/// @param columns what was measured of each
record Sheet(String title, String base, List<String> rows, List<Column> columns) {
    private static final int WIDTH = 12;

    /// @param key        in the JSON
    /// @param title      for people, with its unit
    /// @param isCompared whether the ratio to the base is shown
    record Column(String key, String title, boolean isCompared) {}

    String text(Figures figures) {
        int widest = rows.stream().mapToInt(String::length).max().orElse(0);
        StringBuilder text = new StringBuilder(title).append("\n\n").append(" ".repeat(widest));
        for (Column column : columns) {
            text.append(pad(column.title(), WIDTH));
            if (column.isCompared()) text.append(pad("ratio", WIDTH / 2 + 2));
        }
        for (String row : rows) {
            text.append('\n').append(row).append(" ".repeat(widest - row.length()));
            for (Column column : columns) {
                text.append(pad(figure(figures.median(row, column.key())), WIDTH));
                if (column.isCompared()) text.append(pad(figure(figures.ratio(row, base, column.key())), WIDTH / 2 + 2));
            }
        }
        return text.append('\n').toString();
    }

    /// For the JSON: a map for each row that was measured.
    List<Map<String, Object>> summary(Figures figures) {
        List<Map<String, Object>> summary = new ArrayList<>();
        for (String row : rows) {
            if (!figures.rounds().containsKey(row)) continue;
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("row", row);
            line.put("base", base);
            for (Column column : columns) {
                figures.median(row, column.key()).ifPresent(median -> line.put(column.key(), median));
                if (column.isCompared()) figures.ratio(row, base, column.key()).ifPresent(ratio -> line.put(column.key() + "Ratio", ratio));
            }
            summary.add(line);
        }
        return summary;
    }

    /// Three digits that count.
    private static String figure(OptionalDouble figure) {
        if (figure.isEmpty()) return "";
        double value = figure.getAsDouble();
        int decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : value >= 0.1 ? 3 : 4;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    private static String pad(String text, int width) {
        return " ".repeat(Math.max(1, width - text.length())) + text;
    }
}
