package org.nettunnel.node.osgi;

import java.io.IOException;
import java.time.InstantSource;

import org.nettunnel.api.node.Audit;
import org.nettunnel.api.node.Directories;
import org.nettunnel.node.audit.AuditLog;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/// Offers the audit log; a node that cannot keep one does not come up, since nothing could be done on it.
@Component(service = Audit.class, immediate = true)
public final class AuditComponent extends AuditLog {
    @Activate
    public AuditComponent(@Reference Directories directories) throws IOException {
        super(directories.data(), InstantSource.system());
    }

    @Deactivate
    @Override
    public synchronized void close() {
        super.close();
    }
}
