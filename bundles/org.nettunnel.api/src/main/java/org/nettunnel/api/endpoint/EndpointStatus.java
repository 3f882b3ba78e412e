package org.nettunnel.api.endpoint;

import java.time.Instant;

/// How this node's half of an endpoint is just now.
public sealed interface EndpointStatus {
    /// This end listens.
    ///
    /// @param port the real one, also where any was asked for
    record Listening(String bind, int port) implements EndpointStatus {}

    /// This end should listen and cannot yet; it tries again.
    ///
    /// @param reason why the last try failed; empty before the first
    record Waiting(String reason, Instant until) implements EndpointStatus {}

    /// This end dials the target when a connection comes.
    record Ready() implements EndpointStatus {}

    /// The tunnel is stopped, and with it this half.
    record Stopped() implements EndpointStatus {}
}
