package org.nettunnel.node.osgi;

import java.io.IOException;
import java.time.InstantSource;

import org.nettunnel.api.crypto.Signatures;
import org.nettunnel.api.crypto.SigningKey;
import org.nettunnel.api.node.Node;
import org.nettunnel.api.tunnel.NodeIdentity;
import org.nettunnel.node.NodeService;
import org.nettunnel.node.store.OwnIdentity;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// Offers this installation: to the administration as [Node], to the tunnel engine as [NodeIdentity].
///
/// It does not ask for the engines: they ask for it, and [TunnelsFeed] and [EndpointsFeed] bring them together.
@Component(service = {Node.class, NodeIdentity.class, NodeComponent.class}, immediate = true)
public final class NodeComponent extends NodeService {
    @Activate
    public NodeComponent(@Reference StoreComponent store, @Reference Signatures signatures) {
        super(store.store(), key(store, signatures), (String) store.settings("node").get("name"), InstantSource.system());
    }

    private static SigningKey key(StoreComponent store, Signatures signatures) {
        try {
            return OwnIdentity.key(store.store(), signatures, InstantSource.system());
        } catch (IOException wrong) {
            throw StartConsole.end(wrong);
        }
    }
}
