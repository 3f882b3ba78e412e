package org.nettunnel.cli.shell;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Prints rows in aligned columns; the last one may be as long as it likes. On a terminal that is too narrow for the others each row
/// becomes a block, a line a cell.
public final class Table {
    private static final Set<String> GOOD = Set.of("established", "listening", "ready", "open", "offered", "done");
    private static final Set<String> BAD = Set.of("failed", "waiting", "interrupted", "disconnected", "refused");
    private static final int ROOM_FOR_LAST = 12;
    private static final String GREEN = "\u001b[32m";
    private static final String RED = "\u001b[31m";
    private static final String BOLD = "\u001b[1m";
    private static final String PLAIN = "\u001b[0m";
    private final List<List<String>> rows = new ArrayList<>();
    private final boolean colours;

    public Table(boolean colours, String... titles) {
        this.colours = colours;
        rows.add(List.of(titles));
    }

    public void add(String... cells) {
        rows.add(List.of(cells).stream().map(Texts::printable).toList());
    }

    public void print(Terminal terminal) {
        PrintWriter out = terminal.out();
        int[] widths = new int[rows.getFirst().size()];
        for (var row : rows) for (int i = 0; i < widths.length; i++) widths[i] = Math.max(widths[i], row.get(i).length());
        int wide = 0;
        for (int i = 0; i < widths.length - 1; i++) wide += widths[i] + 2;
        if (wide + ROOM_FOR_LAST > terminal.columns()) printBlocks(out);
        else for (var row : rows) out.println(line(row, widths, row == rows.getFirst()));
    }

    private void printBlocks(PrintWriter out) {
        List<String> titles = rows.getFirst();
        int widest = titles.stream().mapToInt(String::length).max().orElse(0);
        for (var row : rows.subList(1, rows.size())) {
            if (row != rows.get(1)) out.println();
            for (int i = 0; i < titles.size(); i++)
                if (!row.get(i).isEmpty()) out.println(line(List.of(titles.get(i), row.get(i)), new int[] {widest, 0}, false));
        }
    }

    private String line(List<String> row, int[] widths, boolean title) {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = row.get(i);
            String colour = colour(cell, title);
            line.append(colour).append(cell).append(colour.isEmpty() ? "" : PLAIN);
            line.append(" ".repeat(Math.max(0, widths[i] - cell.length()) + 2));
        }
        return line.toString().stripTrailing();
    }

    private String colour(String cell, boolean title) {
        if (!colours) return "";
        if (title) return BOLD;
        return GOOD.contains(cell) ? GREEN : BAD.contains(cell) ? RED : "";
    }
}
