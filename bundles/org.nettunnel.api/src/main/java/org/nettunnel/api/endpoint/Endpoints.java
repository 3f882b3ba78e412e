package org.nettunnel.api.endpoint;

import java.util.List;

/// The endpoint engine: listens and dials for this node's halves.
///
/// **Threads:** safe for any.
public interface Endpoints {
    /// Makes the running halves equal to `halves`: starts, stops and changes what differs and touches nothing else.
    /// Streams of a half that goes or changes its target are reset.
    void apply(List<Half> halves);

    List<EndpointState> states();

    /// This node's half of an endpoint.
    ///
    /// @param listens whether this end listens; else it dials
    /// @param started whether its tunnel is to be up
    record Half(EndpointConfig config, boolean listens, boolean started) {}
}
