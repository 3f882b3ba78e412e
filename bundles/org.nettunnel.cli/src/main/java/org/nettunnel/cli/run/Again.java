package org.nettunnel.cli.run;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.nettunnel.client.RecordJson;
import org.nettunnel.cli.shell.NodeChoice;

/// Lets the node start anew in this same process, for whoever supervises it: the start script takes it over, with the arguments,
/// environment and directory that this start got. So it finds the newest of each plugin, as at any start.
///
/// The bundles find it in the system property `nettunnel.restart`. They ask it while all still runs; what it gives them they run when the
/// platform has stopped.
/// **Threads:** any.
final class Again implements Supplier<Runnable> {
    /// Where bundles find it.
    static final String PROPERTY = "nettunnel.restart";
    /// Tells the next start that it is one more of the same node, and at which port: it may have been any free one.
    static final String PORT_BEFORE = "NETTUNNEL_RESTARTED_AT";
    private static final System.Logger LOG = System.getLogger("org.nettunnel.cli");
    private static final String LOCAL = "local-admin.json";
    private final Path script;
    private final List<String> arguments;
    private final Path data;

    private Again(Path script, List<String> arguments, Path data) {
        this.script = script;
        this.arguments = List.copyOf(arguments);
        this.data = data;
    }

    /// Null where a process cannot become another program; the node ends then, for its supervisor to start it again.
    ///
    /// @param arguments of this command, all of them
    static @Nullable Again of(Plugins plugins, List<String> arguments, Path data) {
        boolean isPosix = isMac() || os().contains("linux");
        Path script = script(plugins);
        return isPosix && Files.isExecutable(script) ? new Again(script, arguments, data) : null;
    }

    /// As it was called, so that a link that was set to another installation is followed again; where that is not known, our own.
    private static Path script(Plugins plugins) {
        String called = System.getProperty("nettunnel.script", "");
        return called.contains("/") && Files.isExecutable(Path.of(called)) ? Path.of(called) : plugins.home().resolve("bin").resolve("nettunnel");
    }

    private static String os() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    }

    private static boolean isMac() {
        return os().contains("mac");
    }

    @Override
    public Runnable get() {
        var calls = new SystemCalls(isMac());
        int port = port();
        // a start that did not get as far as having one leaves what the start before it said
        if (port != 0 || System.getenv(PORT_BEFORE) == null) calls.setEnvironment(PORT_BEFORE, Integer.toString(port));
        return () -> become(calls);
    }

    private void become(SystemCalls calls) {
        if (isEnding()) return;
        try {
            calls.become(script, arguments);
        } catch (IOException | RuntimeException failed) {
            LOG.log(Level.ERROR, "cannot start anew in this process, so it ends for its supervisor to start it again", failed);
        }
    }

    /// Who told the process to end meanwhile gets his will.
    private static boolean isEnding() {
        try {
            var nothing = new Thread(() -> { });
            Runtime.getRuntime().addShutdownHook(nothing);
            Runtime.getRuntime().removeShutdownHook(nothing);
            return false;
        } catch (IllegalStateException ending) {
            return true;
        }
    }

    private int port() {
        try {
            String url = RecordJson.read(Files.readAllBytes(data.resolve(LOCAL)), NodeChoice.Local.class).url();
            return url == null ? 0 : Math.max(0, URI.create(url).getPort());
        } catch (IOException | IllegalArgumentException unknown) {
            return 0;
        }
    }
}
