package org.nettunnel.system.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.nettunnel.system.process.Await;
import org.nettunnel.system.process.Debian;
import org.nettunnel.system.process.Run;

/// iperf3 again and again until it is finished: two streams of a few seconds each time.
///
/// **Threads:** a virtual one of its own; one other.
public final class SteadyIperf implements AutoCloseable {
    private static final int SECONDS = 4;
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private final CompletableFuture<Sum> result = new CompletableFuture<>();
    private volatile boolean isEnding;

    /// @param runs  that came to their end
    /// @param bytes that arrived
    public record Sum(int runs, long bytes) {}

    /// @param server that has no other client
    /// @param port   at which connections go to it
    /// @param rate   of each stream, such as `50M` bits a second
    public SteadyIperf(Server server, int port, String rate) throws Debian.Missing {
        String iperf = Debian.program("iperf3");
        Thread.ofVirtual().name("iperf3 again and again").start(() -> {
            try {
                result.complete(run(server, iperf, port, rate));
            } catch (IOException | InterruptedException | AssertionError broken) {
                result.completeExceptionally(broken);
            }
        });
    }

    private Sum run(Server server, String iperf, int port, String rate) throws IOException, InterruptedException {
        int runs = 0;
        long bytes = 0;
        while (!isEnding) {
            // it is done with a run some time after its client is
            Await.until("iperf3 is ready for its run " + (runs + 1), LIMIT, () -> Iperf.isIdle(server));
            JsonNode report = new ObjectMapper().readTree(Run.succeed(LIMIT, iperf, "-c", "127.0.0.1", "-p", String.valueOf(port), "-J", "-P", "2", "-b", rate,
                    "-t", String.valueOf(SECONDS), runs % 2 == 0 ? "--no-delay" : "-R").out());
            JsonNode end = report.path("end");
            if (end.path("streams").size() != 2) throw new IOException("iperf3 lost a stream in its run " + (runs + 1) + ": " + report);
            bytes += end.path("sum_received").path("bytes").asLong();
            runs++;
        }
        return new Sum(runs, bytes);
    }

    /// @throws AssertionError when a run came to no good end already
    public void check() throws InterruptedException {
        if (result.isCompletedExceptionally()) finish();
    }

    /// Lets the last run come to its end.
    ///
    /// @throws AssertionError when one did not
    public Sum finish() throws InterruptedException {
        isEnding = true;
        try {
            return result.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new AssertionError("iperf3 did not end as it should", failed);
        }
    }

    @Override
    public void close() {
        isEnding = true;
    }
}
