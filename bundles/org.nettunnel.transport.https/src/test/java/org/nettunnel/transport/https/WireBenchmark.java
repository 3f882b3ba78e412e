package org.nettunnel.transport.https;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

import org.nettunnel.api.transport.Wire;

/// Compares the two wires over the loopback, interleaved; run by hand: only the ratio within one run counts.
/// Rate and processor time are both told, since a busy machine changes the first more than the second.
final class WireBenchmark {
    private static final int ROUNDS = 7;
    private static final long BYTES = 1L << 30;
    private static final int PIECE = 65_000;

    private WireBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        try (var pair = new WirePair(Files.createTempDirectory("bench"))) {
            Cost[] tcp = new Cost[ROUNDS], https = new Cost[ROUNDS];
            // the first round only warms up
            for (int round = -1; round < ROUNDS; round++) {
                tcp[Math.max(0, round)] = measure(pair, "tcp");
                https[Math.max(0, round)] = measure(pair, "https");
            }
            double plain = median(tcp, Cost::rate), sealed = median(https, Cost::rate);
            System.out.printf("tcp %.0f MiB/s, https %.0f MiB/s, ratio %.2f%n", plain, sealed, sealed / plain);
            double less = median(tcp, Cost::processor), more = median(https, Cost::processor);
            System.out.printf("tcp %.2f CPU s/GiB, https %.2f CPU s/GiB (both ends), ratio %.2f%n", less, more, more / less);
        }
        System.exit(0);
    }

    /// @param rate      MiB/s
    /// @param processor seconds per GiB, of the whole process
    private record Cost(double rate, double processor) {}

    private static Cost measure(WirePair pair, String transport) throws Exception {
        try (var ends = pair.dial(transport)) {
            long start = System.nanoTime();
            Duration used = used();
            var writer = Thread.ofPlatform().start(() -> write(ends.dialled()));
            byte[] piece = new byte[256 * 1024];
            for (long left = BYTES; left > 0; ) left -= ends.accepted().read(piece, 0, piece.length);
            double seconds = (System.nanoTime() - start) * 1e-9;
            writer.join();
            return new Cost(BYTES / seconds / (1 << 20), used().minus(used).toNanos() * 1e-9 / BYTES * (1 << 30));
        }
    }

    private static void write(Wire wire) {
        try {
            byte[] piece = new byte[2 * PIECE];
            for (long left = BYTES; left > 0; ) {
                left -= wire.write(piece, 0, (int) Math.min(left, piece.length));
                wire.flush();
            }
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static Duration used() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
    }

    private static double median(Cost[] costs, ToDoubleFunction<Cost> of) {
        double[] values = Arrays.stream(costs).mapToDouble(of).sorted().toArray();
        return values[values.length / 2];
    }
}
