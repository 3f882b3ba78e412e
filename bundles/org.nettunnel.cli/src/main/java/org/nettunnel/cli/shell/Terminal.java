package org.nettunnel.cli.shell;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/// Where a command runs: its streams, its environment, and the person in front of it, if there is one.
///
/// @param colours whether output may be coloured
/// @param prompt  null when nobody can be asked
public record Terminal(PrintWriter out, PrintWriter err, InputStream in, Map<String, String> environment, Path home, boolean colours,
        @Nullable Prompt prompt, Pause pause) {

    /// Asks the person.
    public interface Prompt {
        /// @return what was typed, not echoed; null at the end of input
        char @Nullable [] password(String question);

        /// @return what was typed; null at the end of input
        @Nullable String line(String question);
    }

    /// Lets time pass between two looks at the node, which has no way to call back.
    public interface Pause {
        /// @return false to look no more
        boolean wait(Duration time);
    }

    /// The process's own.
    public static Terminal ofProcess() {
        Console console = System.console();
        @Nullable Prompt person = console != null && console.isTerminal() ? new ConsolePrompt(console) : null;
        var environment = System.getenv();
        boolean colours = person != null && !environment.containsKey("NO_COLOR") && !"dumb".equals(environment.get("TERM"));
        return new Terminal(new PrintWriter(System.out, true), new PrintWriter(System.err, true), System.in, environment,
                home(environment), colours, person, Terminal::sleep);
    }

    /// As the shell's `~`; Java looks it up by the user instead.
    private static Path home(Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", "");
        return Path.of(home.isBlank() ? System.getProperty("user.home", ".") : home);
    }

    public String environment(String name) {
        String value = environment.get(name);
        return value == null ? "" : value;
    }

    /// How wide the terminal is, as `COLUMNS` says; without bounds where nobody says so.
    public int columns() {
        String columns = environment("COLUMNS");
        return columns.matches("[1-9]\\d{0,5}") ? Integer.parseInt(columns) : Integer.MAX_VALUE;
    }

    /// All of standard input, as text without the last line end.
    public String readIn(int limit) throws IOException {
        return new String(in.readNBytes(limit), StandardCharsets.UTF_8).strip();
    }

    /// Parking, not sleeping on a lock: Ctrl-C ends the process in the middle of it.
    private static boolean sleep(Duration time) {
        LockSupport.parkNanos(time.toNanos());
        return !Thread.currentThread().isInterrupted();
    }

    private record ConsolePrompt(Console console) implements Prompt {
        @Override
        public char @Nullable [] password(String question) {
            return console.readPassword("%s", question);
        }

        @Override
        public @Nullable String line(String question) {
            return console.readLine("%s", question);
        }
    }
}
