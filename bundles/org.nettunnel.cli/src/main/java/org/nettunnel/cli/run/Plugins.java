package org.nettunnel.cli.run;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;

/// The installation that this command belongs to.
///
/// @param home the folder that holds `plugins`
public record Plugins(Path home) {
    private static final String PROPERTY = "nettunnel.home";

    /// @throws CliFailure when this command was not started from an installation
    public static Plugins own() throws CliFailure {
        String home = System.getProperty(PROPERTY, "");
        if (home.isEmpty() || !Files.isDirectory(Path.of(home, "plugins")))
            throw new CliFailure(ExitCode.FAILED, "the installation is not complete: there is no plugins folder in '" + home
                    + "'; start bin/nettunnel of an unpacked archive");
        return new Plugins(Path.of(home));
    }

    /// The newest jar of a bundle.
    public Path jar(String bundle) throws CliFailure {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(home.resolve("plugins"), bundle + "_[0-9]*.jar")) {
            Path newest = null;
            for (Path jar : jars) if (newest == null || PluginVersion.of(jar, bundle).compareTo(PluginVersion.of(newest, bundle)) > 0) newest = jar;
            if (newest != null) return newest;
        } catch (IOException unreadable) {
            throw new CliFailure(ExitCode.FAILED, "cannot read " + home.resolve("plugins") + ": " + unreadable.getMessage());
        }
        throw new CliFailure(ExitCode.FAILED, "the installation is not complete: " + home.resolve("plugins") + " has no " + bundle);
    }
}
