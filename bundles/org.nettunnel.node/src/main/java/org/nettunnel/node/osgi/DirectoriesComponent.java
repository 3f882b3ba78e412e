package org.nettunnel.node.osgi;

import java.io.IOException;
import java.nio.file.Path;

import org.nettunnel.api.node.Directories;
import org.nettunnel.node.store.OwnDirectory;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/// Makes and checks the node's directories, which the system properties `nettunnel.config`, `.data` and `.logs` name, and offers them.
///
/// A record cannot be a component, so this one registers it.
@Component(immediate = true, service = {})
public final class DirectoriesComponent {
    private final ServiceRegistration<Directories> registration;

    @Activate
    public DirectoriesComponent(BundleContext context) {
        registration = context.registerService(Directories.class, prepared(), null);
    }

    private static Directories prepared() {
        try {
            return new Directories(prepare("nettunnel.config"), prepare("nettunnel.data"), prepare("nettunnel.logs"));
        } catch (IOException wrong) {
            throw StartConsole.end(wrong);
        }
    }

    private static Path prepare(String property) throws IOException {
        String path = System.getProperty(property);
        if (path == null || path.isBlank())
            throw new IOException("the system property " + property + " names no directory: start the node by 'nettunnel run'");
        return OwnDirectory.prepare(Path.of(path));
    }

    @Deactivate
    void stop() {
        registration.unregister();
    }
}
