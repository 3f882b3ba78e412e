package org.nettunnel.node.osgi;

import org.nettunnel.api.endpoint.Endpoints;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/// Has the endpoint engine run the node's endpoints, from when it appears until it goes.
@Component(immediate = true, service = {})
public final class EndpointsFeed {
    private final NodeComponent node;
    private final Endpoints endpoints;

    @Activate
    public EndpointsFeed(@Reference NodeComponent node, @Reference Endpoints endpoints) {
        this.node = node;
        this.endpoints = endpoints;
        node.attach(endpoints);
    }

    @Deactivate
    void stop() {
        node.detach(endpoints);
    }
}
