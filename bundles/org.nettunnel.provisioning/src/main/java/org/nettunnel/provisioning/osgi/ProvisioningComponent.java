package org.nettunnel.provisioning.osgi;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

import org.eclipse.equinox.p2.core.IProvisioningAgent;
import org.eclipse.equinox.p2.engine.IProfileRegistry;
import org.jspecify.annotations.Nullable;
import org.nettunnel.api.node.Directories;
import org.nettunnel.api.provisioning.Provisioning;
import org.nettunnel.api.tunnel.Tunnels;
import org.nettunnel.provisioning.ProvisioningService;
import org.nettunnel.provisioning.p2.P2Planner;
import org.nettunnel.provisioning.p2.RunningPlatform;
import org.nettunnel.provisioning.release.Installation;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// Offers provisioning; the tunnel engine may come and go meanwhile.
@Component(immediate = true, service = {})
public final class ProvisioningComponent {
    private final ProvisioningService service;
    private final ServiceRegistration<Provisioning> registration;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable Tunnels tunnels;

    @Activate
    public ProvisioningComponent(@Reference Directories directories, @Reference IProvisioningAgent agent, BundleContext context) throws IOException {
        Path copies = directories.data().resolve("provisioning/copies");
        var platform = new RunningPlatform(new P2Planner(agent, IProfileRegistry.SELF, copies), new OptionalBundles(context, copies));
        service = new ProvisioningService(new ProvisioningService.Surroundings(directories.data(), platform, () -> tunnels, InstantSource.system(), installation(context)));
        registration = context.registerService(Provisioning.class, service, null);
    }

    /// As `bin/nettunnel` said.
    private static @Nullable Installation installation(BundleContext context) {
        @Nullable String root = context.getProperty("nettunnel.installation");
        @Nullable String home = context.getProperty("nettunnel.home");
        @Nullable String start = context.getProperty("nettunnel.start");
        return root == null || home == null ? null : new Installation(Path.of(root), Path.of(home), start == null ? "" : start);
    }

    @Deactivate
    void close() {
        registration.unregister();
        service.close();
    }
}
