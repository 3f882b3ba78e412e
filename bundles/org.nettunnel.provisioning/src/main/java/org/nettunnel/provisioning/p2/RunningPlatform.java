package org.nettunnel.provisioning.p2;

import java.io.IOException;
import java.util.List;

import org.eclipse.equinox.internal.provisional.configurator.Configurator;
import org.nettunnel.provisioning.Platform;
import org.nettunnel.provisioning.metadata.BundleName;
import org.nettunnel.provisioning.metadata.Core;
import org.nettunnel.provisioning.trust.SiteRefused;

/// The platform that this code runs in: its profile is the node's own, above the installation's, which it does not write.
public final class RunningPlatform implements Platform {
    private static final String CORE = "org.nettunnel.node.feature";

    /// The bundles of the framework.
    public interface Framework {
        List<Long> working(List<BundleName> names);

        List<Long> all();
    }

    private final P2Features features;
    private final Configurator configurator;
    private final Framework framework;

    public RunningPlatform(P2Features features, Configurator configurator, Framework framework) {
        this.features = features;
        this.configurator = configurator;
        this.framework = framework;
    }

    @Override
    public Core core() throws IOException {
        return features.core();
    }

    @Override
    public String coreVersion() throws IOException {
        return features.version(CORE);
    }

    @Override
    public void become(List<Wanted> wanted) throws SiteRefused, IOException {
        if (features.become(wanted, core())) features.sweep();
        configurator.applyConfiguration();
    }

    @Override
    public void updateCore(Wanted core) throws SiteRefused, IOException {
        throw new SiteRefused("the node itself is updated by replacing its installation; what was added to it is brought back from the node's own copies");
    }

    @Override
    public List<Long> bundles(List<BundleName> names) {
        return framework.working(names);
    }

    @Override
    public List<Long> bundles() {
        return framework.all();
    }
}
