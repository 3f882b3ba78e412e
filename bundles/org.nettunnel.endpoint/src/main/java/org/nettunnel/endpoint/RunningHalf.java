package org.nettunnel.endpoint;

import org.nettunnel.api.endpoint.EndpointStatus;

/// What runs for this node's half of an endpoint.
sealed interface RunningHalf permits InboundHalf, OutboundHalf, StoppedHalf {
    EndpointStatus status();

    /// Takes no more connections; those that run are not touched.
    void close();
}
