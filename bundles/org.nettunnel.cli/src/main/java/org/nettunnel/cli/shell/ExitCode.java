package org.nettunnel.cli.shell;

/// What a command tells the shell; the same list stands in `nettunnel --help` and the README.
public final class ExitCode {
    public static final int OK = 0;
    public static final int FAILED = 1;
    public static final int USAGE = 2;
    public static final int WRONG_JAVA = 3;
    public static final int UNREACHABLE = 4;
    public static final int NOT_ALLOWED = 5;
    /// Given by the platform: a node was told to restart and cannot do so in its process.
    public static final int START_AGAIN = 75;
    public static final int CONFIGURATION = 78;

    /// Never shown: the platform has taken over the process, and nobody ends it but the platform.
    public static final int STAYS = -1;

    private ExitCode() {}
}
