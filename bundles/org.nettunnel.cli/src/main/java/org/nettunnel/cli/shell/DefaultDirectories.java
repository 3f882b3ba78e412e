package org.nettunnel.cli.shell;

import java.nio.file.Path;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/// Where a node keeps its files unless told otherwise: a flag, then an environment variable, then the custom of the platform.
public final class DefaultDirectories {
    private final Terminal terminal;
    private final System platform;
    private final boolean root;

    /// @param osName   as the property `os.name` has it
    /// @param userName as the property `user.name` has it
    public DefaultDirectories(Terminal terminal, String osName, String userName) {
        this.terminal = terminal;
        String os = osName.toLowerCase(Locale.ROOT);
        platform = os.contains("windows") ? System.WINDOWS : os.contains("mac") ? System.MAC : System.UNIX;
        root = userName.equals("root");
    }

    public static DefaultDirectories of(Terminal terminal) {
        return new DefaultDirectories(terminal, String.valueOf(java.lang.System.getProperty("os.name")),
                String.valueOf(java.lang.System.getProperty("user.name")));
    }

    public Path config(@Nullable Path flag) {
        return choose(flag, "NETTUNNEL_CONFIG", switch (platform) {
            case WINDOWS -> programData().resolve("config");
            case MAC -> library("Application Support").resolve("config");
            case UNIX -> root ? Path.of("/etc/nettunnel") : underHome("XDG_CONFIG_HOME", ".config").resolve("nettunnel");
        });
    }

    public Path data(@Nullable Path flag) {
        return choose(flag, "NETTUNNEL_DATA", switch (platform) {
            case WINDOWS -> programData().resolve("data");
            case MAC -> library("Application Support").resolve("data");
            case UNIX -> root ? Path.of("/var/lib/nettunnel") : underHome("XDG_DATA_HOME", ".local/share").resolve("nettunnel");
        });
    }

    public Path logs(@Nullable Path flag) {
        return choose(flag, "NETTUNNEL_LOGS", switch (platform) {
            case WINDOWS -> programData().resolve("logs");
            case MAC -> library("Logs");
            case UNIX -> root ? Path.of("/var/log/nettunnel") : underHome("XDG_STATE_HOME", ".local/state").resolve("nettunnel");
        });
    }

    /// Where this person's logins are kept.
    public Path logins() {
        return switch (platform) {
            case WINDOWS -> underHome("APPDATA", "AppData/Roaming").resolve("NetTunnel").resolve("logins.json");
            case MAC, UNIX -> underHome("XDG_CONFIG_HOME", ".config").resolve("nettunnel").resolve("logins.json");
        };
    }

    private Path choose(@Nullable Path flag, String variable, Path custom) {
        if (flag != null) return flag;
        String set = terminal.environment(variable);
        return set.isBlank() ? custom : Path.of(set);
    }

    private Path underHome(String variable, String otherwise) {
        String set = terminal.environment(variable);
        return set.isBlank() ? terminal.home().resolve(otherwise) : Path.of(set);
    }

    private Path programData() {
        String set = terminal.environment("ProgramData");
        return Path.of(set.isBlank() ? "C:\\ProgramData" : set).resolve("NetTunnel");
    }

    private Path library(String folder) {
        return (root ? Path.of("/Library") : terminal.home().resolve("Library")).resolve(folder).resolve("NetTunnel");
    }

    private enum System { UNIX, MAC, WINDOWS }
}
