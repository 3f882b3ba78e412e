package org.nettunnel.system.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A node in a product process of its own, with throw-away directories.
///
/// Its port is any at the first start and the same at every later one.
public final class ProductNode implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(120);
    private final String name;
    private final Product product;
    private final Scratch scratch;
    private final Place place;
    private int port;
    private final Map<String, String> environment = new HashMap<>();
    private boolean hasUser = true;
    private @Nullable Program process;
    private @Nullable Api api;

    private ProductNode(String name, Product product, Place place) throws IOException {
        this.name = name;
        this.product = product;
        this.place = place;
        this.port = place.port();
        scratch = Scratch.make(name);
    }

    /// A node on any loopback port.
    ///
    /// @param name goes into the names of its files
    public static ProductNode of(String name, Product product) throws IOException {
        return at(Place.LOOPBACK, name, product);
    }

    public static ProductNode at(Place place, String name, Product product) throws IOException {
        return new ProductNode(name, product, place);
    }

    /// Where a node runs.
    ///
    /// @param inFront a command in front of its own, such as `ip netns exec …`; its API cannot be reached from here then
    /// @param bind    address it listens on
    /// @param port    0 for any
    public record Place(List<String> inFront, String bind, int port) {
        public static final Place LOOPBACK = new Place(List.of(), "127.0.0.1", 0);
    }

    /// Options that its Java gets at each start from now on.
    public ProductNode withJavaOptions(String options) {
        environment.put("NETTUNNEL_JAVA_OPTS", options);
        return this;
    }

    /// Starts without a user from now on: its first start prints a setup code.
    public ProductNode withoutUser() {
        hasUser = false;
        return this;
    }

    public String name() {
        return name;
    }

    /// The installation that it runs from.
    public Product product() {
        return product;
    }

    /// The one port of the node.
    public int port() {
        return port;
    }

    public Scratch scratch() {
        return scratch;
    }

    public Path dataDirectory() {
        return scratch.file("data");
    }

    public Path configDirectory() {
        return scratch.file("config");
    }

    public Program process() {
        if (process == null) throw new IllegalStateException(name + " was not started");
        return process;
    }

    /// The node's admin API; a new one after each start.
    public Api api() {
        if (api == null) throw new IllegalStateException(name + " was not started");
        return api;
    }

    /// The command, talking to this node.
    public Cli cli() {
        List<String> command = new ArrayList<>(place.inFront());
        command.addAll(product.cli().command());
        return new Cli(command, Map.of()).with("--data", dataDirectory().toString());
    }

    /// A script for people that is the command talking to this node: short to type, gone with the node.
    public Path shortCommand() throws IOException {
        Path script = scratch.directory().resolveSibling(name);
        Files.writeString(script, "#!/bin/sh\nexec " + String.join(" ", cli().command()) + " \"$@\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script;
    }

    /// Starts the process and waits until its API answers.
    public ProductNode start(String... moreOptions) throws IOException, InterruptedException {
        launch(moreOptions);
        awaitReady();
        return this;
    }

    /// Starts the process and does not wait.
    public Program launch(String... moreOptions) throws IOException {
        Files.deleteIfExists(localAdmin()); // of a process that was killed
        Path password = scratch.write("password", "correct horse battery staple");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        List<String> command = new ArrayList<>(place.inFront());
        command.addAll(product.cli().command());
        command.addAll(List.of("run", "--config", configDirectory().toString(), "--data", dataDirectory().toString(), "--logs",
                scratch.file("logs").toString(), "--port", String.valueOf(port), "--bind", place.bind()));
        if (hasUser) command.addAll(List.of("--admin-password-file", password.toString()));
        command.addAll(List.of(moreOptions));
        Program started = Program.start(name, console(), command, environment);
        process = started;
        return started;
    }

    /// Waits until the node answers; one that does not says in its output what its threads do.
    public void awaitReady() throws IOException, InterruptedException {
        try {
            Await.until(name + " answers", START, () -> {
                if (!process().isAlive()) throw new AssertionError(name + " ended with " + process().awaitExit(Duration.ZERO) + ":\n" + process().tail());
                return Files.exists(localAdmin()) && answers();
            });
        } catch (AssertionError late) {
            throw process().isAlive() ? new AssertionError(late.getMessage() + ":\n" + process().threads(), late) : late;
        }
        port = api().port();
    }

    private boolean answers() throws IOException, InterruptedException {
        if (api != null) api.close();
        api = Api.of(localAdmin());
        if (place.inFront().isEmpty()) api().get("/status");
        else cli().succeed("status", "--json"); // its port cannot be reached from where we are
        return true;
    }

    /// Stops it as a service is stopped.
    ///
    /// @return the exit code
    public int stop(Duration limit) throws InterruptedException {
        process().terminate();
        return process().awaitExit(limit);
    }

    /// Ends it without a chance to tidy up.
    public void kill() throws InterruptedException {
        process().kill();
        process().awaitExit(Duration.ofSeconds(10));
    }

    /// All it logged since its first start, over all its processes.
    public String log() {
        return process == null ? "" : process.output();
    }

    private Path localAdmin() {
        return dataDirectory().resolve("local-admin.json");
    }

    private Path console() {
        return scratch.file("console.log");
    }

    @Override
    public void close() {
        if (api != null) api.close();
        if (process != null) process.close();
        scratch.close();
    }
}
