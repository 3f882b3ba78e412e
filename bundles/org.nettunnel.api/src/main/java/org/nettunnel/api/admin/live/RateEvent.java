package org.nettunnel.api.admin.live;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// How fast the tunnels are, told each second.
public record RateEvent(Instant at, List<Rate> tunnels) {
    /// @param receivedPerSecond bytes as they were on the wire; likewise sent
    /// @param roundTripMillis   the shortest of its links; null where none was measured
    public record Rate(String id, long receivedPerSecond, long sentPerSecond, long openStreams, @Nullable Double roundTripMillis) {}
}
