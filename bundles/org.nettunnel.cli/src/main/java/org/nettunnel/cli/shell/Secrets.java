package org.nettunnel.cli.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/// Gets passwords and invites without showing them: by prompt, from a file, or from standard input.
public final class Secrets {
    private static final int LONGEST = 64 * 1024;
    private final Terminal terminal;

    public Secrets(Terminal terminal) {
        this.terminal = terminal;
    }

    /// @param file null to ask
    public String password(@Nullable Path file, String question) throws CliFailure {
        return password(file, question, "--password-file");
    }

    /// @param option that gives `file`
    public String password(@Nullable Path file, String question, String option) throws CliFailure {
        if (file != null) return ofFile(file);
        Terminal.Prompt prompt = terminal.prompt();
        if (prompt == null) throw new CliFailure(ExitCode.USAGE, nobody(option));
        char[] typed = prompt.password(question);
        if (typed == null || typed.length == 0) throw new CliFailure(ExitCode.FAILED, "no password was typed");
        return new String(typed);
    }

    /// Asks twice.
    public String newPassword(@Nullable Path file, String question) throws CliFailure {
        String password = password(file, question);
        if (file == null && !password.equals(password(null, "Once more: ")))
            throw new CliFailure(ExitCode.FAILED, "the two passwords differ; nothing was changed");
        return password;
    }

    /// What need not be hidden from who sits there.
    ///
    /// @param option by which a file could be given instead
    public String typed(String question, String option) throws CliFailure {
        Terminal.Prompt prompt = terminal.prompt();
        if (prompt == null) throw new CliFailure(ExitCode.USAGE, nobody(option));
        String typed = prompt.line(question);
        if (typed == null || typed.isBlank()) throw new CliFailure(ExitCode.FAILED, "nothing was typed");
        return typed.strip();
    }

    private static String nobody(String option) {
        String what = option.substring("--".length(), option.length() - "-file".length()).replace('-', ' ');
        return "there is nobody to ask for the " + what + "; give it by " + option + " FILE";
    }

    /// The first line of a file.
    public static String ofFile(Path file) throws CliFailure {
        try (var in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
            String line = text.lines().findFirst().orElse("");
            if (line.isEmpty()) throw new CliFailure(ExitCode.FAILED, "the first line of " + file + " is empty");
            return line;
        } catch (IOException unreadable) {
            throw new CliFailure(ExitCode.FAILED, "cannot read " + file + ": " + Texts.reason(unreadable));
        }
    }

    /// @param text the secret itself, or `-` for standard input
    public String given(String text) throws CliFailure {
        if (!text.equals("-")) return text.strip();
        try {
            String read = terminal.readIn(LONGEST);
            if (read.isEmpty()) throw new CliFailure(ExitCode.FAILED, "standard input is empty");
            return read;
        } catch (IOException broken) {
            throw new CliFailure(ExitCode.FAILED, "cannot read standard input: " + Texts.reason(broken));
        }
    }
}
