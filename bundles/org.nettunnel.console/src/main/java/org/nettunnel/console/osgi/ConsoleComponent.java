package org.nettunnel.console.osgi;

import java.io.IOException;
import java.net.URL;

import org.jspecify.annotations.Nullable;
import org.nettunnel.console.Console;
import org.nettunnel.http.FrontDoor;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/// Puts the console's pages on the node's port.
@Component(immediate = true, service = {})
public final class ConsoleComponent {
    private final FrontDoor.Registration registration;

    @Activate
    public ConsoleComponent(@Reference FrontDoor door, BundleContext context) throws IOException {
        registration = door.handle("/", new Console((webjar, path) -> find(context, webjar, path)).handler());
    }

    @Deactivate
    public void close() {
        registration.close();
    }

    /// A webjar is a bundle without packages: nothing can be imported of it, it is only looked into.
    private static @Nullable URL find(BundleContext context, String webjar, String path) {
        for (Bundle bundle : context.getBundles())
            if (webjar.equals(bundle.getSymbolicName())) return bundle.getEntry(path);
        return null;
    }
}
