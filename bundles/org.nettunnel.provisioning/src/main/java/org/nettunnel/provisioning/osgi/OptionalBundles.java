package org.nettunnel.provisioning.osgi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.nettunnel.provisioning.metadata.BundleName;
import org.nettunnel.provisioning.p2.RunningPlatform;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.FrameworkWiring;

/// The optional bundles of the running framework: those that were installed from the copies, wherever they are told apart by their location.
///
/// **Threads:** one changes, any reads.
final class OptionalBundles implements RunningPlatform.Framework {
    private static final long REFRESH_SECONDS = 60;
    /// A bundle with one of these does something by itself; one without is a library.
    private static final List<String> ACTIVE = List.of(Constants.BUNDLE_ACTIVATIONPOLICY, Constants.BUNDLE_ACTIVATOR, "Service-Component");

    private final BundleContext context;
    private final String ours;

    OptionalBundles(BundleContext context, Path copies) {
        this.context = context;
        ours = location(copies);
    }

    /// The framework reads the jar where it is; it makes no copy.
    private static String location(Path path) {
        String location = "reference:" + path.toUri();
        return location.endsWith("/") ? location.substring(0, location.length() - 1) : location;
    }

    @Override
    public void become(List<Path> jars) throws IOException {
        Map<String, Path> wanted = new LinkedHashMap<>();
        Map<String, Bundle> there = new LinkedHashMap<>();
        for (Bundle bundle : context.getBundles())
            if (bundle.getLocation().startsWith(ours + "/")) there.put(bundle.getLocation(), bundle);
        for (Path jar : jars) {
            Path first = wanted.putIfAbsent(jar.getFileName().toString(), jar);
            if (first == null) continue;
            if (Files.mismatch(first, jar) >= 0)
                throw new IOException("two features bring " + jar.getFileName() + " with different content; only one of them can be installed, until their sites hold the same file");
            if (there.containsKey(location(jar))) wanted.put(jar.getFileName().toString(), jar);
        }
        List<String> locations = wanted.values().stream().map(OptionalBundles::location).toList();
        try {
            uninstall(there.values().stream().filter(bundle -> !locations.contains(bundle.getLocation())).toList());
            List<Bundle> bundles = new ArrayList<>();
            for (String location : locations) bundles.add(context.installBundle(location));   // one that is there is given back
            start(bundles);
        } catch (BundleException refused) {
            throw new IOException("the framework refuses a bundle: " + refused.getMessage(), refused);
        }
    }

    private void start(List<Bundle> bundles) throws BundleException {
        wiring().resolveBundles(bundles);
        for (Bundle bundle : bundles)
            if (ACTIVE.stream().anyMatch(header -> bundle.getHeaders("").get(header) != null)) bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
    }

    /// Gone with their class loaders: nothing but these, and what is wired to them, is refreshed.
    private void uninstall(Collection<Bundle> leaving) throws BundleException, IOException {
        if (leaving.isEmpty()) return;
        for (Bundle bundle : leaving) bundle.stop(Bundle.STOP_TRANSIENT);
        for (Bundle bundle : leaving) bundle.uninstall();
        var refreshed = new CountDownLatch(1);
        wiring().refreshBundles(leaving, event -> {
            if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) refreshed.countDown();
        });
        try {
            if (!refreshed.await(REFRESH_SECONDS, TimeUnit.SECONDS)) throw new IOException("the framework did not let go of removed bundles within " + REFRESH_SECONDS + " s");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException("the node is stopping", stopping);
        }
    }

    private FrameworkWiring wiring() {
        return context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
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
