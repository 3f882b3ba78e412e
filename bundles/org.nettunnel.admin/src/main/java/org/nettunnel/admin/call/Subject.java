package org.nettunnel.admin.call;

import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.tunnel.StreamState;
import org.nettunnel.api.tunnel.TunnelConfig;

/// What an operation is about, where its path names one.
public sealed interface Subject {
    record OfTunnel(TunnelConfig tunnel) implements Subject {}

    record OfEndpoint(EndpointConfig endpoint) implements Subject {}

    record OfStream(StreamState stream) implements Subject {}

    /// The path names nothing that has rights of its own.
    record None() implements Subject {}
}
