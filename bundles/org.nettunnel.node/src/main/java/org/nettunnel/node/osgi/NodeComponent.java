package org.nettunnel.node.osgi;

import java.io.IOException;
import java.time.InstantSource;

import org.nettunnel.api.crypto.Signatures;
import org.nettunnel.api.node.Node;
import org.nettunnel.api.tunnel.NodeIdentity;
import org.nettunnel.node.NodeService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// Offers this installation: to the administration as [Node], to the tunnel engine as [NodeIdentity].
///
/// It does not ask for the engines: they ask for it, and [TunnelsFeed] and [EndpointsFeed] bring them together.
@Component(service = {Node.class, NodeIdentity.class, NodeComponent.class}, immediate = true)
public final class NodeComponent extends NodeService {
    private NodeComponent(StoreComponent store, Signatures signatures, String name) throws IOException {
        super(store.store(), signatures, name.isEmpty() ? null : name, InstantSource.system());
    }

    @Activate
    public NodeComponent(@Reference StoreComponent store, @Reference Signatures signatures) throws IOException {
        this(store, signatures, String.valueOf(store.settings("node").getOrDefault("name", "")));
    }
}
