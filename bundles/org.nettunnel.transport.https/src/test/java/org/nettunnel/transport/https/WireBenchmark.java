package org.nettunnel.transport.https;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;

import org.nettunnel.api.transport.Wire;

/// Compares the two wires over the loopback, interleaved; run by hand: only the ratio within one run counts.
final class WireBenchmark {
    private static final int ROUNDS = 7;
    private static final long BYTES = 1L << 30;
    private static final int PIECE = 65_000;

    private WireBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        try (var pair = new WirePair(Files.createTempDirectory("bench"))) {
            double[] tcp = new double[ROUNDS], https = new double[ROUNDS];
            for (int round = -1; round < ROUNDS; round++) {
                double plain = mebibytesPerSecond(pair, "tcp"), sealed = mebibytesPerSecond(pair, "https");
                if (round < 0) continue;
                tcp[round] = plain;
                https[round] = sealed;
            }
            System.out.printf("tcp %.0f MiB/s, https %.0f MiB/s, ratio %.2f%n", median(tcp), median(https), median(https) / median(tcp));
        }
        System.exit(0);
    }

    private static double mebibytesPerSecond(WirePair pair, String transport) throws Exception {
        try (var ends = pair.dial(transport)) {
            long start = System.nanoTime();
            var writer = Thread.ofPlatform().start(() -> write(ends.dialled()));
            byte[] piece = new byte[256 * 1024];
            for (long left = BYTES; left > 0; ) left -= ends.accepted().read(piece, 0, piece.length);
            double seconds = (System.nanoTime() - start) * 1e-9;
            writer.join();
            return BYTES / seconds / (1 << 20);
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

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
