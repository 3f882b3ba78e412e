package org.nettunnel.api.tunnel;

import java.time.Duration;
import java.time.Instant;

/// How a tunnel is just now.
public sealed interface TunnelStatus {
    /// The user stopped it.
    record Stopped() implements TunnelStatus {}

    /// The outbound end is dialling or shaking hands.
    ///
    /// @param attempt 1 for the first since the tunnel was last up
    record Connecting(int attempt) implements TunnelStatus {}

    /// A link carries streams.
    record Established(Instant since, LinkFacts link) implements TunnelStatus {}

    /// The outbound end waits before it dials again.
    record Waiting(int attempt, Instant until, String reason) implements TunnelStatus {
        public Duration left(Instant now) {
            Duration left = Duration.between(now, until);
            return left.isNegative() ? Duration.ZERO : left;
        }
    }

    /// The inbound end waits to be dialled.
    ///
    /// @param reason why it is not up: never dialled yet, or how the last link ended
    record Disconnected(Instant since, String reason) implements TunnelStatus {}

    /// Dialling again cannot help until somebody changes something.
    record Failed(Instant since, String reason) implements TunnelStatus {}
}
