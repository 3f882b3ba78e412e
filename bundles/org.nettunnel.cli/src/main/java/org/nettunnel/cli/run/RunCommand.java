package org.nettunnel.cli.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.bundles.BundleOperations;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.NeedsNoNode;
import org.nettunnel.cli.shell.NodeChoice;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.cli.shell.Texts;
import org.nettunnel.client.NodeException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `nettunnel run`: checks what a node needs, then hands this process over to the platform.
@Command(name = "run", description = {"Start a node in this process, until SIGTERM or Ctrl-C.",
        "The first start makes a certificate and an identity, and prints a setup code for the first administrator."},
        footerHeading = "%nExamples:%n", footer = {"  nettunnel run", "  nettunnel run --port 443 --certificate fullchain.pem --key key.pem",
                "  nettunnel run --config ./c --data ./d --logs ./l --bind 127.0.0.1 --log-level debug"})
public final class RunCommand implements NeedsNoNode {
    private static final int LAST_PORT = 65535;
    /// What supervisors, and the start script of Windows, start again after.
    private static final int START_AGAIN = 75;
    /// For the life of the process: the system frees it at the end.
    private static @Nullable NodeLock lock;
    private final Shell shell;

    @Spec
    @Nullable CommandSpec spec;

    @Option(names = "--logs", paramLabel = "DIR", description = "Directory of log files. Also NETTUNNEL_LOGS.")
    @Nullable Path logs;

    @Option(names = "--port", paramLabel = "PORT", description = "The node's one port; 0 for any free one (default: 52845, or as settings.json says).")
    @Nullable Integer port;

    @Option(names = "--bind", paramLabel = "HOST", description = "Address to listen on (default: all, or as settings.json says).")
    @Nullable String bind;

    @Option(names = "--certificate", paramLabel = "PEM", description = "Own certificate with its chain, instead of the one the node makes.")
    @Nullable Path certificate;

    @Option(names = "--key", paramLabel = "PEM", description = "The certificate's private key, not encrypted.")
    @Nullable Path key;

    @Option(names = "--node-name", paramLabel = "NAME", description = "What the node calls itself (default: the host's name).")
    @Nullable String nodeName;

    @Option(names = "--admin-password-file", paramLabel = "FILE",
            description = "Where there is no user yet: make administrator 'root' with the password in the first line of FILE, instead of a setup code.")
    @Nullable Path adminPasswordFile;

    @Option(names = "--use-last-good", description = "Where a file of the node cannot be read, go back to its newest good generation.")
    boolean useLastGood;

    @Option(names = "--log-level", paramLabel = "LEVEL", description = "error, warning, info (default), debug or trace.")
    String logLevel = "info";

    @Option(names = "--log-format", paramLabel = "FORMAT", description = "text (default), or json: one object a line, for programs that gather logs.")
    String logFormat = "text";

    @Option(names = "--log-file", description = "Log to files in the logs directory too: 5 of 10 MiB, the newest is nettunnel.0.log.")
    boolean logFile;

    public RunCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws CliFailure {
        Logging.Amount amount = amount();
        checkFlags();
        Plugins plugins = Plugins.own();
        Path config = RunDirectories.ready(shell.config(), "--config");
        Path data = RunDirectories.ready(shell.data(), "--data");
        Path logFolder = RunDirectories.ready(shell.directories().logs(logs), "--logs");
        lock = NodeLock.take(data);
        if (!useLastGood) checkFiles(plugins, config, data);
        try {
            Logging.start(amount, json(), logFile ? logFolder : null);
        } catch (IOException failed) {
            throw new CliFailure(ExitCode.CONFIGURATION, "cannot write log files in " + logFolder + ": " + Texts.reason(failed));
        }
        properties(config, data, logFolder).forEach(System::setProperty);
        Again again = Again.of(plugins, arguments(), data);
        if (again != null) System.getProperties().put(Again.PROPERTY, again);
        ReleaseTrial trial = ReleaseTrial.ofProcess();
        if (trial == null) return Platform.start(plugins, data);
        Runnable leave = () -> beginAnew(again);
        trial.begin(this::answers, leave);
        try {
            return Platform.start(plugins, data);
        } catch (CliFailure failed) {
            ReleaseTrial.leave(leave, String.valueOf(failed.getMessage()));
            throw failed;
        }
    }

    /// Administrators come in, and find what they need to go back.
    private boolean answers() {
        try {
            return !new NodeChoice(shell).local().call(BundleOperations.LIST_BUNDLES, new Nothing()).features().isEmpty();
        } catch (CliFailure | NodeException notYet) {
            return false;
        }
    }

    private static void beginAnew(@Nullable Again again) {
        if (again != null) again.get().run();
        Runtime.getRuntime().halt(START_AGAIN);
    }

    /// What the bundles read; they know nothing of this command.
    Map<String, String> properties(Path config, Path data, Path logFolder) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("nettunnel.config", config.toString());
        properties.put("nettunnel.data", data.toString());
        properties.put("nettunnel.logs", logFolder.toString());
        put(properties, "nettunnel.http.port", samePort());
        put(properties, "nettunnel.http.bind", bind);
        put(properties, "nettunnel.http.certificate", absolute(certificate));
        put(properties, "nettunnel.http.key", absolute(key));
        put(properties, "nettunnel.node.name", nodeName);
        put(properties, "nettunnel.adminPasswordFile", absolute(adminPasswordFile));
        if (useLastGood) properties.put("nettunnel.useLastGood", "true");
        return properties;
    }

    /// A node that restarted and may have any port keeps the one by which its peers know it.
    private @Nullable Integer samePort() {
        Integer wanted = port;
        String before = shell.terminal().environment(Again.PORT_BEFORE);
        return wanted != null && wanted == 0 && before.matches("\\d{1,5}") && Integer.parseInt(before) <= LAST_PORT ? Integer.valueOf(before) : wanted;
    }

    private List<String> arguments() {
        CommandSpec own = spec;
        return own == null ? List.of("run") : own.root().commandLine().getParseResult().originalArgs();
    }

    private static void put(Map<String, String> properties, String name, @Nullable Object value) {
        if (value != null) properties.put(name, value.toString());
    }

    private static @Nullable Path absolute(@Nullable Path path) {
        return path == null ? null : path.toAbsolutePath();
    }

    private Logging.Amount amount() throws CliFailure {
        for (Logging.Amount amount : Logging.Amount.values()) if (amount.name().equalsIgnoreCase(logLevel)) return amount;
        throw new CliFailure(ExitCode.USAGE, "--log-level '" + logLevel + "' is not error, warning, info, debug or trace");
    }

    private boolean json() throws CliFailure {
        return switch (logFormat) {
            case "text" -> false;
            case "json" -> true;
            default -> throw new CliFailure(ExitCode.USAGE, "--log-format '" + logFormat + "' is not text or json");
        };
    }

    void checkFlags() throws CliFailure {
        Integer wanted = port;
        if (wanted != null && (wanted < 0 || wanted > LAST_PORT))
            throw new CliFailure(ExitCode.USAGE, "--port " + wanted + " is not in 0..65535 (0 = any free one)");
        mustBeHere(bind);
        if ((certificate == null) != (key == null)) throw new CliFailure(ExitCode.USAGE, "--certificate and --key belong together: give both or neither");
        mustBeReadable("--certificate", certificate);
        mustBeReadable("--key", key);
        // the first start made an administrator of it, and the file may be gone since
        if (shell.terminal().environment(Again.PORT_BEFORE).isEmpty()) mustBeReadable("--admin-password-file", adminPasswordFile);
    }

    /// An address that comes later, as those do which move between machines, is waited for; one that cannot be is not.
    private static void mustBeHere(@Nullable String host) throws CliFailure {
        if (host == null) return;
        try {
            InetAddress.getByName(host);
        } catch (UnknownHostException unknown) {
            throw new CliFailure(ExitCode.USAGE, "--bind " + host + " is no address: give one of this machine, such as 127.0.0.1, or leave it out for all");
        }
    }

    private static void mustBeReadable(String flag, @Nullable Path file) throws CliFailure {
        if (file == null || Files.isRegularFile(file) && Files.isReadable(file)) return;
        throw new CliFailure(ExitCode.CONFIGURATION, flag + " " + file + (Files.exists(file) ? " cannot be read" : " does not exist"));
    }

    private void checkFiles(Plugins plugins, Path config, Path data) throws CliFailure {
        List<String> problems = StoreProblems.of(plugins, config, data);
        if (problems.isEmpty()) return;
        problems.forEach(shell::hint);
        throw new CliFailure(ExitCode.CONFIGURATION, "the node does not start with these files; mend them, or use the newest good ones with --use-last-good");
    }
}
