package org.nettunnel.node.osgi;

import org.nettunnel.api.tunnel.Tunnels;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/// Has the tunnel engine run the node's tunnels, from when it appears until it goes.
@Component(immediate = true, service = {})
public final class TunnelsFeed {
    private final NodeComponent node;
    private final Tunnels tunnels;

    @Activate
    public TunnelsFeed(@Reference NodeComponent node, @Reference Tunnels tunnels) {
        this.node = node;
        this.tunnels = tunnels;
        node.attach(tunnels);
    }

    @Deactivate
    void stop() {
        node.detach(tunnels);
    }
}
