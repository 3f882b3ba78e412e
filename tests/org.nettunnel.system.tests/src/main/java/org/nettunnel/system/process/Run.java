package org.nettunnel.system.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/// Runs a program of the system to its end and keeps what it printed.
public final class Run {
    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

    private Run() {}

    /// @throws AssertionError when it does not end within `limit`; it is killed then
    public static Cli.Result of(List<String> command, Map<String, String> environment, Duration limit) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
        builder.environment().putAll(environment);
        Process process = builder.start();
        CompletableFuture<String> out = read(process.getInputStream());
        CompletableFuture<String> err = read(process.getErrorStream());
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
                throw new AssertionError("still runs after " + limit.toSeconds() + " s: " + String.join(" ", command));
            return new Cli.Result(command, process.exitValue(), out.join(), err.join());
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /// Runs it and expects success within a minute.
    public static Cli.Result succeed(String... command) throws IOException, InterruptedException {
        return succeed(Duration.ofSeconds(60), command);
    }

    /// @throws AssertionError with all it printed when its exit code is not 0
    public static Cli.Result succeed(Duration limit, String... command) throws IOException, InterruptedException {
        Cli.Result result = of(List.of(command), Map.of(), limit);
        if (result.exit() != 0) throw new AssertionError(result.toString());
        return result;
    }

    private static CompletableFuture<String> read(InputStream stream) {
        return CompletableFuture.supplyAsync(() -> {
            try (stream) {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }, THREADS);
    }
}
