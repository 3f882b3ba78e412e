package org.nettunnel.provisioning.p2;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.nettunnel.provisioning.Platform;
import org.nettunnel.provisioning.metadata.BundleName;
import org.nettunnel.provisioning.metadata.Core;
import org.nettunnel.provisioning.trust.SiteRefused;

/// The platform that this code runs in: p2 plans, the framework takes bundles straight from their verified copies.
public final class RunningPlatform implements Platform {
    private static final String CORE = "org.nettunnel.node.feature";

    /// The bundles of the framework.
    public interface Framework {
        /// Ids of those of them that resolve.
        List<Long> working(List<BundleName> names);

        List<Long> all();

        /// Has exactly these of the optional bundles, started where they ask for it.
        void become(List<Path> jars) throws IOException;
    }

    private final P2Planner planner;
    private final Framework framework;

    public RunningPlatform(P2Planner planner, Framework framework) {
        this.planner = planner;
        this.framework = framework;
    }

    @Override
    public Core core() throws IOException {
        return planner.core();
    }

    @Override
    public String coreVersion() throws IOException {
        return planner.version(CORE);
    }

    @Override
    public void become(List<Wanted> wanted) throws SiteRefused, IOException {
        framework.become(planner.plan(wanted));
    }

    @Override
    public List<BundleName> prepare(Wanted core, List<Wanted> features, Path home) throws SiteRefused, IOException {
        return planner.prepare(core, features, home);
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
