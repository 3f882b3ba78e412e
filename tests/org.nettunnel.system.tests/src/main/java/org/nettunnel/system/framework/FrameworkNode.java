package org.nettunnel.system.framework;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nettunnel.system.process.Api;
import org.nettunnel.system.process.Await;
import org.nettunnel.system.process.Ports;
import org.nettunnel.system.process.Product;
import org.nettunnel.system.process.Scratch;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/// A whole node of the product's bundles in an OSGi framework of its own, in this JVM.
///
/// A node reads its directories and its port from system properties when it starts, so nodes are started one after the other.
public final class FrameworkNode implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final long STOP_MILLIS = 30_000;
    /// These start the framework of a product process, and install into it by its profile; here the test does both, and there is no profile.
    private static final List<String> OF_PRODUCTS = List.of("org.eclipse.osgi_", "org.eclipse.equinox.launcher_", "org.eclipse.equinox.simpleconfigurator_",
            "org.nettunnel.provisioning_");
    /// Started before the node's own bundles, in this order.
    private static final List<String> FIRST = List.of("org.apache.felix.configadmin", "org.apache.aries.spifly.dynamic.bundle", "org.eclipse.equinox.common",
            "slf4j.jdk14", "org.eclipse.jetty.http", "org.apache.felix.scr");
    private static final String OURS = "org.nettunnel.";

    private final String name;
    private final Scratch scratch;
    private final Framework framework;
    private final int port;
    private @Nullable Api api;

    private FrameworkNode(String name, Scratch scratch, Framework framework, int port) {
        this.name = name;
        this.scratch = scratch;
        this.framework = framework;
        this.port = port;
    }

    /// Starts a node and waits until its API answers.
    ///
    /// @param name goes into the names of its files, and is what it calls itself
    public static FrameworkNode start(String name, Product product) throws IOException, InterruptedException, BundleException {
        Scratch scratch = Scratch.make(name);
        Framework framework = ServiceLoader.load(FrameworkFactory.class).findFirst().orElseThrow().newFramework(configuration(product, scratch));
        FrameworkNode node = new FrameworkNode(name, scratch, framework, Ports.free());
        Map<String, String> properties = node.properties();
        properties.forEach(System::setProperty);
        try {
            node.startBundles(product);
            node.awaitReady();
            return node;
        } catch (IOException | InterruptedException | BundleException | AssertionError failed) {
            node.close();
            throw failed;
        } finally {
            properties.keySet().forEach(System::clearProperty);
        }
    }

    private static Map<String, String> configuration(Product product, Scratch scratch) throws IOException {
        Properties ofProduct = new Properties();
        try (Reader file = Files.newBufferedReader(product.home().resolve("configuration/config.ini"))) {
            ofProduct.load(file);
        }
        Map<String, String> configuration = new HashMap<>();
        configuration.put(Constants.FRAMEWORK_STORAGE, scratch.file("platform").toString());
        ofProduct.stringPropertyNames().stream().filter(key -> key.startsWith("ds.")).forEach(key -> configuration.put(key, ofProduct.getProperty(key)));
        return configuration;
    }

    private Map<String, String> properties() throws IOException {
        Path password = scratch.write("password", "correct horse battery staple");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        return Map.of("nettunnel.config", scratch.file("config").toString(), "nettunnel.data", scratch.file("data").toString(), "nettunnel.logs",
                scratch.file("logs").toString(), "nettunnel.http.port", String.valueOf(port), "nettunnel.http.bind", "127.0.0.1", "nettunnel.node.name",
                name, "nettunnel.adminPasswordFile", password.toString());
    }

    private void startBundles(Product product) throws IOException, BundleException {
        framework.start();
        try (Stream<Path> jars = Files.list(product.home().resolve("plugins"))) {
            for (Path jar : jars.filter(path -> path.toString().endsWith(".jar")).sorted().toList())
                if (OF_PRODUCTS.stream().noneMatch(jar.getFileName().toString()::startsWith))
                    framework.getBundleContext().installBundle("reference:" + jar.toUri());
        }
        for (String first : FIRST) named(first).start(Bundle.START_ACTIVATION_POLICY);
        for (Bundle bundle : ours()) bundle.start(Bundle.START_ACTIVATION_POLICY);
    }

    public String name() {
        return name;
    }

    /// The one port of the node; the same after a restart of what listens there.
    public int port() {
        return port;
    }

    /// The node's admin API; another one after [#awaitReady].
    public Api api() {
        if (api == null) throw new IllegalStateException(name + " was not started");
        return api;
    }

    /// Waits until every component is there and the API answers.
    public void awaitReady() throws InterruptedException {
        Await.until("every component of " + name + " is satisfied", START, () -> {
            List<String> missing = Components.unsatisfied(framework.getBundleContext());
            if (!missing.isEmpty()) throw new IllegalStateException(String.join("; ", missing));
            return true;
        });
        Await.until(name + " answers", START, () -> {
            if (api != null) api.close();
            api = Api.of(scratch.file("data").resolve("local-admin.json"));
            api.get("/tunnels");
            return true;
        });
    }

    /// Our own bundles.
    private List<Bundle> ours() {
        return Arrays.stream(framework.getBundleContext().getBundles()).filter(bundle -> bundle.getSymbolicName().startsWith(OURS)).toList();
    }

    /// @param provider without `org.nettunnel.`
    public Bundle bundle(String provider) {
        return named(OURS + provider);
    }

    private Bundle named(String symbolicName) {
        return Arrays.stream(framework.getBundleContext().getBundles()).filter(bundle -> bundle.getSymbolicName().equals(symbolicName)).findAny()
                .orElseThrow(() -> new IllegalStateException("the product has no bundle " + symbolicName));
    }

    /// How many services of each interface of ours are offered now, by bundle and interface.
    public Map<String, Integer> offers() {
        Map<String, Integer> offers = new TreeMap<>();
        for (Bundle bundle : ours()) {
            ServiceReference<?>[] services = bundle.getRegisteredServices();
            if (services == null) continue;
            for (ServiceReference<?> service : services)
                for (String type : (String[]) service.getProperty(Constants.OBJECTCLASS)) offers.merge(bundle.getSymbolicName() + " " + type, 1, Integer::sum);
        }
        return offers;
    }

    /// Bundles of ours that do not run.
    public List<Bundle> stopped() {
        return ours().stream().filter(bundle -> (bundle.getState() & (Bundle.ACTIVE | Bundle.STARTING)) == 0).toList();
    }

    @Override
    public void close() {
        if (api != null) api.close();
        try (scratch) {
            framework.stop();
            framework.waitForStop(STOP_MILLIS);
        } catch (BundleException failed) {
            throw new IllegalStateException(name + " does not stop", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
