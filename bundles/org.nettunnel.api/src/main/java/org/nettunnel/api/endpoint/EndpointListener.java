package org.nettunnel.api.endpoint;

import org.nettunnel.api.tunnel.EndpointId;

/// Hears when the status of a local half changes; a service, any number of them.
///
/// **Threads:** called on a virtual thread; may block.
public interface EndpointListener {
    void changed(EndpointId endpoint, EndpointStatus status);
}
