package org.nettunnel.cli.shell;

/// A command cannot do what it was asked; the message is the one sentence that people get.
public final class CliFailure extends Exception {
    private static final long serialVersionUID = 1L;
    private final int exitCode;

    /// @param exitCode one of [ExitCode]
    public CliFailure(int exitCode, String sentence) {
        super(sentence);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
