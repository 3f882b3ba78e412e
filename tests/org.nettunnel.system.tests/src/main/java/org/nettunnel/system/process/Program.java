package org.nettunnel.system.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A program of the system in the foreground, its output in a file; closing it leaves nothing of it behind.
///
/// **Threads:** safe for any. Programs still running when this JVM ends are closed then.
public final class Program implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private final String name;
    private final Path output;
    private final Process process;

    private Program(String name, Path output, Process process) {
        this.name = name;
        this.output = output;
        this.process = process;
    }

    /// Starts a program; what it prints is appended to `output`.
    public static Program start(String name, Path output, List<String> command) throws IOException {
        return start(name, output, command, Map.of());
    }

    /// @param environment added to this process's own
    public static Program start(String name, Path output, List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().putAll(environment);
        Program program = new Program(name, output, builder.start());
        Runnable ending = program::close;
        Leftovers.add(ending);
        program.process.onExit().thenRun(() -> Leftovers.ended(ending));
        return program;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// Everything it printed so far.
    public String output() {
        try {
            return Files.exists(output) ? new String(Files.readAllBytes(output), StandardCharsets.UTF_8) : "";
        } catch (IOException unreadable) {
            return "(" + unreadable + ")";
        }
    }

    /// Asks it to end (SIGTERM).
    public void terminate() {
        process.destroy();
    }

    /// Ends it and all it started, at once (SIGKILL).
    public void kill() {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
    }

    /// Waits for its end.
    ///
    /// @return the exit code
    /// @throws AssertionError when it still runs after `limit`
    public int awaitExit(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
            throw new AssertionError(name + " still runs after " + limit.toSeconds() + " s:\n" + tail());
        return process.exitValue();
    }

    /// Waits until something listens on a loopback port.
    public void awaitListening(int port) throws InterruptedException {
        Await.until(name + " listens on port " + port, PATIENCE, () -> {
            if (!isAlive()) throw new AssertionError(name + " ended with " + process.exitValue() + ":\n" + tail());
            return Ports.isOpen(port);
        });
    }

    /// The last lines it printed.
    public String tail() {
        List<String> lines = output().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    }

    /// Everything a Java program printed, and after it what its threads do just now.
    public String threads() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-QUIT", String.valueOf(pid())).start().waitFor();
        Await.until(name + " tells of its threads", PATIENCE, () -> output().contains("JNI global refs"));
        return output();
    }

    /// Ids of this process and of all below it.
    public Stream<Long> processIds() {
        return Stream.concat(Stream.of(pid()), process.descendants().map(ProcessHandle::pid));
    }

    /// Ends it in order, and by force when it does not.
    @Override
    public void close() {
        List<ProcessHandle> below = process.descendants().toList();
        terminate();
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) kill();
        } catch (InterruptedException _) {
            kill();
            Thread.currentThread().interrupt();
        }
        below.forEach(ProcessHandle::destroyForcibly);
    }
}
