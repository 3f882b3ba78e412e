package org.nettunnel.api.tunnel;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// How a tunnel is just now.
public sealed interface TunnelStatus {
    /// The user stopped it.
    record Stopped() implements TunnelStatus {}

    /// The outbound end has no session and is dialling or shaking hands.
    ///
    /// @param attempt 1 for the first since the tunnel was last up
    record Connecting(int attempt) implements TunnelStatus {}

    /// The session has at least one link.
    ///
    /// @param since when the session began
    /// @param links one for each lane that has one now, by lane
    record Established(Instant since, List<LinkFacts> links) implements TunnelStatus {
        public Established {
            links = List.copyOf(links);
        }
    }

    /// The session has no link just now: its streams wait for one.
    ///
    /// @param since   when the last link was lost
    /// @param until   when the streams are given up
    /// @param attempt to get a link back; 0 at the inbound end, which waits to be dialled
    /// @param reason  how the last link or attempt ended
    record Interrupted(Instant since, Instant until, int attempt, String reason) implements TunnelStatus {}

    /// The outbound end has no session and waits before it dials again.
    record Waiting(int attempt, Instant until, String reason) implements TunnelStatus {
        public Duration left(Instant now) {
            Duration left = Duration.between(now, until);
            return left.isNegative() ? Duration.ZERO : left;
        }
    }

    /// The inbound end has no session and waits to be dialled.
    ///
    /// @param reason why it is not up: never dialled yet, or how the last link ended
    record Disconnected(Instant since, String reason) implements TunnelStatus {}

    /// Dialling again cannot help until somebody changes something.
    record Failed(Instant since, String reason) implements TunnelStatus {}
}
