package org.nettunnel.api.admin.live;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// How tunnels fared of late, in equal steps.
///
/// @param step seconds from one value to the next
/// @param from when the first step began; all series have the same steps, with null for those in which a tunnel was not there
public record HistoryView(int step, Instant from, List<Series> series) {
    /// @param receivedPerSecond bytes as they were on the wire, the mean of each step; likewise sent
    /// @param openStreams       at the end of each step
    /// @param roundTripMillis   the mean of each step; null where none was measured
    public record Series(String id, List<@Nullable Long> receivedPerSecond, List<@Nullable Long> sentPerSecond, List<@Nullable Long> openStreams,
            List<@Nullable Double> roundTripMillis) {}
}
