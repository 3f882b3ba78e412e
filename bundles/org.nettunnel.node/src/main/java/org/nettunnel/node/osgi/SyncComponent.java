package org.nettunnel.node.osgi;

import org.nettunnel.api.endpoint.EndpointListener;
import org.nettunnel.api.endpoint.EndpointStatus;
import org.nettunnel.api.node.Audit;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelListener;
import org.nettunnel.node.EndpointSync;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// Lets the engines tell the node what happens.
@Component(service = {TunnelListener.class, EndpointListener.class})
public final class SyncComponent implements TunnelListener, EndpointListener {
    private final EndpointSync sync;

    @Activate
    public SyncComponent(@Reference NodeComponent node, @Reference Audit audit) {
        this.sync = node.sync();
        sync.noteIn(audit);
    }

    @Override
    public void established(TunnelId tunnel) {
        sync.established(tunnel);
    }

    @Override
    public void lost(TunnelId tunnel, String reason) {
        sync.lost(tunnel, reason);
    }

    @Override
    public void received(TunnelId tunnel, byte[] json) {
        sync.received(tunnel, json);
    }

    @Override
    public void changed(EndpointId endpoint, EndpointStatus status) {
        sync.changed(endpoint, status);
    }
}
