package org.nettunnel.endpoint;

import org.nettunnel.api.endpoint.EndpointStatus;

/// Does nothing: the tunnel is stopped.
record StoppedHalf() implements RunningHalf {
    @Override
    public EndpointStatus status() {
        return new EndpointStatus.Stopped();
    }

    @Override
    public void close() {
        // nothing runs
    }
}
