package org.nettunnel.api.node;

import java.util.List;

/// Ports from `first` to `last`, as people write them: `9000`, `9000-9010`, or `*` for all; port 0, which is any that is free, is only in `*`.
public record PortRange(int first, int last) {
    public static final PortRange ALL = new PortRange(0, 65535);

    public PortRange {
        if (first < 0 || last > 65535 || first > last)
            throw new IllegalArgumentException("ports " + first + "-" + last + " are not a range within 0..65535");
    }

    /// @throws IllegalArgumentException with a sentence that names the text
    public static PortRange parse(String text) {
        if (text.equals("*")) return ALL;
        if (!text.matches("\\d{1,5}(-\\d{1,5})?"))
            throw new IllegalArgumentException("'" + text + "' is no port range: write 9000, 9000-9010, or * for all");
        String[] ends = text.split("-");
        return new PortRange(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
    }

    public boolean holds(int port) {
        return port >= first && port <= last;
    }

    /// Whether one of them holds the port.
    public static boolean anyHolds(List<PortRange> ranges, int port) {
        return ranges.stream().anyMatch(range -> range.holds(port));
    }

    @Override
    public String toString() {
        if (equals(ALL)) return "*";
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}
