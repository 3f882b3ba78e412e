package org.nettunnel.cli.commands;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.NeedsNoNode;
import org.nettunnel.cli.shell.Shell;

import picocli.CommandLine.Command;

/// `nettunnel version`.
@Command(name = "version", description = "Print the version of this command and of its Java.")
public final class VersionCommand implements NeedsNoNode {
    private final Shell shell;

    public VersionCommand(Shell shell) {
        this.shell = shell;
    }

    record Version(String version, String java, String system) {}

    @Override
    public Integer call() {
        var version = new Version(own(), String.valueOf(Runtime.version()), System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        if (shell.json()) return shell.printJson(version);
        shell.line("nettunnel " + version.version + " (Java " + version.java + ", " + version.system + ")");
        return ExitCode.OK;
    }

    /// From the name of the jar, as the platform wrote it; opening the manifest would take longer.
    private static String own() {
        var source = VersionCommand.class.getProtectionDomain().getCodeSource();
        Matcher name = Pattern.compile("_(\\d+\\.\\d+\\.\\d+)[^_]*\\.jar$").matcher(source == null ? "" : Path.of(source.getLocation().getPath()).toString());
        return name.find() ? name.group(1) : "in development";
    }
}
