package org.nettunnel.system.bench;

/// A row of the table: what is measured, and how much of a peer's figure we hold ourselves to.
///
/// @param key     in the JSON
/// @param title   for people
/// @param unit    of the figure
/// @param less    whether less is better
/// @param openSsh bar and goal against OpenSSH
/// @param socat   bar and goal against the plain socat pair
record Work(String key, String title, String unit, boolean less, Aim openSsh, Aim socat) {
    static final java.util.List<Work> ALL = java.util.List.of(
            new Work("bulk1", "bulk, 1 stream", "MiB/s", false, new Aim(1.15, 1.5), new Aim(0.8, 1.0)),
            new Work("bulk16", "bulk, 16 streams", "MiB/s", false, new Aim(1.4, 2.3), new Aim(0.8, 1.0)),
            new Work("cpu1", "CPU per GiB, both ends, 1 stream", "s", true, new Aim(0.8, 0.6), new Aim(1.5, 1.15)),
            new Work("echo1p50", "100-byte echo, 1 stream, p50", "µs", true, new Aim(0.9, 0.75), new Aim(1.1, 0.9)),
            new Work("echo1p99", "100-byte echo, 1 stream, p99", "µs", true, new Aim(1.05, 0.85), new Aim(1.25, 1.0)),
            new Work("echo64rate", "100-byte echo, 64 streams, rate", "/s", false, new Aim(1.3, 2.5), new Aim(2.5, 3.4)),
            new Work("echo64p99", "100-byte echo, 64 streams, p99", "µs", true, new Aim(0.8, 0.1), new Aim(0.4, 0.3)),
            new Work("connects", "connect + echo + close per second", "/s", false, new Aim(1.3, 1.6), new Aim(5, 7)));

    /// Ratios of our figure to a peer's: what is held, and where we are going.
    record Aim(double bar, double goal) {}

    /// `goal`, `bar` or `below`.
    String verdict(double ratio, Aim aim) {
        if (less ? ratio <= aim.goal() : ratio >= aim.goal()) return "goal";
        return (less ? ratio <= aim.bar() : ratio >= aim.bar()) ? "bar" : "below";
    }
}
