package org.nettunnel.provisioning.osgi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.nettunnel.provisioning.metadata.BundleName;
import org.nettunnel.provisioning.p2.RunningPlatform;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;

/// The bundles of the running framework.
final class Bundles implements RunningPlatform.Framework {
    private final BundleContext context;

    Bundles(BundleContext context) {
        this.context = context;
    }

    @Override
    public List<Long> working(List<BundleName> names) {
        List<Long> working = new ArrayList<>();
        for (BundleName name : names) {
            Version version = Version.parseVersion(name.version());
            for (Bundle bundle : context.getBundles()) {
                boolean isIt = name.name().equals(bundle.getSymbolicName()) && version.equals(bundle.getVersion());
                if (isIt && (bundle.getState() & (Bundle.RESOLVED | Bundle.STARTING | Bundle.ACTIVE)) != 0) working.add(bundle.getBundleId());
            }
        }
        return working;
    }

    @Override
    public List<Long> all() {
        return Arrays.stream(context.getBundles()).map(Bundle::getBundleId).toList();
    }
}
