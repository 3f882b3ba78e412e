package org.nettunnel.node.osgi;

import java.io.IOException;
import java.time.InstantSource;

import org.nettunnel.api.crypto.PassphraseKeys;
import org.nettunnel.api.node.Audit;
import org.nettunnel.api.node.Backups;
import org.nettunnel.node.backup.StoreBackups;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// Offers backup and restore of this node while it runs.
@Component(service = Backups.class)
public final class BackupsComponent extends StoreBackups {
    @Activate
    public BackupsComponent(@Reference StoreComponent store, @Reference NodeComponent node, @Reference PassphraseKeys keys, @Reference Audit audit)
            throws IOException {
        super(store.opening(), () -> store.store().files(store.opening()), keys, new Surroundings(node.name(), true, audit, InstantSource.system()));
        sweep();
    }
}
