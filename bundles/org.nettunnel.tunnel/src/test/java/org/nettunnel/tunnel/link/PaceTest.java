package org.nettunnel.tunnel.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nettunnel.api.tunnel.Tunnels.Measures;
import org.nettunnel.api.tunnel.Pace;
import org.nettunnel.tunnel.link.LinkPair.Carriage;
import org.nettunnel.tunnel.link.LinkPair.Connection;

/// Streams whose user has a bound of bytes a second.
@Timeout(60)
class PaceTest {
    private static final int MIB = 1 << 20;

    /// Whose user is bound, and which way the bytes go.
    enum Bound { OPENER_SENDS, OPENER_RECEIVES, DIALLER_SENDS, DIALLER_RECEIVES }

    private static CompletableFuture<Double> seconds(Connection connection, boolean forth, int bytes) {
        return Traffic.async(() -> {
            long begun = System.nanoTime();
            var sent = Traffic.send(forth ? connection.client() : connection.server(), bytes, 7);
            var got = Traffic.receive(forth ? connection.server() : connection.client());
            assertEquals(sent.get(50, TimeUnit.SECONDS), got.get(50, TimeUnit.SECONDS));
            return (System.nanoTime() - begun) / 1e9;
        });
    }

    private static Connection connect(LinkPair pair, boolean atOpener, long bytesPerSecond) throws Exception {
        (atOpener ? pair.inner : pair.outer).pace = new Pace(bytesPerSecond);
        Connection connection = pair.connect();
        Traffic.write(connection.client(), "!");
        assertEquals("!", Traffic.read(connection.server(), 1));
        return connection;
    }

    @ParameterizedTest
    @EnumSource
    void twiceThePaceCarriesTwiceAsMuch(Bound bound) throws Exception {
        boolean forth = bound == Bound.OPENER_SENDS || bound == Bound.DIALLER_RECEIVES;
        boolean atOpener = bound == Bound.OPENER_SENDS || bound == Bound.OPENER_RECEIVES;
        // on the same loops, so that a busy machine keeps both waiting alike
        try (var pair = new LinkPair(Carriage.TCP)) {
            try (var one = connect(pair, atOpener, MIB / 2); var other = connect(pair, atOpener, MIB)) {
                var inSlow = seconds(one, forth, MIB);
                var inQuick = seconds(other, forth, 2 * MIB);
                double ratio = inQuick.get() / inSlow.get();
                System.out.printf("%s: 1 MiB at 0.5 MiB/s in %.2f s, 2 MiB at 1 MiB/s in %.2f s%n", bound, inSlow.get(), inQuick.get());
                // 0.1 on a machine of its own
                assertEquals(1, ratio, 0.4, "both take two seconds");
                assertTrue(inSlow.get() > 1.8, inSlow.get() + " s");
            }
        }
    }

    @Test
    void streamsOfOneUserShareEvenlyOverLoopsAndDirections() throws Exception {
        var pace = new Pace(MIB);
        try (var one = new LinkPair(Carriage.TCP); var other = new LinkPair(Carriage.TCP)) {
            one.inner.pace = other.inner.pace = pace;
            try (var a = one.connect(); var b = one.connect(); var c = other.connect(); var d = other.connect()) {
                // the first that is through has had its fourth
                var all = List.of(seconds(a, true, MIB), seconds(b, false, MIB), seconds(c, true, MIB), seconds(d, false, MIB));
                double first = Double.MAX_VALUE;
                double last = 0;
                for (CompletableFuture<Double> each : all) {
                    double seconds = each.get(50, TimeUnit.SECONDS);
                    first = Math.min(first, seconds);
                    last = Math.max(last, seconds);
                }
                System.out.printf("four times 1 MiB at 1 MiB/s: %.2f to %.2f s%n", first, last);
                assertTrue(first > 0.5 * last, first + " and " + last + " s");
                assertTrue(last > 3.6, last + " s");
            }
        }
    }

    @Test
    void aNewPaceHoldsForStreamsThatRun() throws Exception {
        var pace = new Pace(2_000);
        try (var pair = new LinkPair(Carriage.TCP)) {
            pair.inner.pace = pace;
            try (var connection = pair.connect()) {
                var done = seconds(connection, true, 4 * MIB);
                assertThrows(java.util.concurrent.TimeoutException.class, () -> done.get(700, TimeUnit.MILLISECONDS));
                pace.bytesPerSecond(200L * MIB);
                assertTrue(done.get() < 20, "at the first pace it takes half an hour");
            }
        }
    }

    @Test
    void aPaceOfZeroStopsTheStreamAndKeepsIt() throws Exception {
        var pace = new Pace(0);
        try (var pair = new LinkPair(Carriage.TCP)) {
            pair.outer.pace = pace;
            try (var connection = pair.connect()) {
                Traffic.write(connection.client(), "hello");
                connection.server().socket().setSoTimeout(400);
                assertThrows(SocketTimeoutException.class, () -> connection.server().socket().getInputStream().read());
                pace.bytesPerSecond(MIB);
                connection.server().socket().setSoTimeout(20_000);
                assertEquals('h', connection.server().socket().getInputStream().read());
                assertEquals("ello", Traffic.read(connection.server(), 4));
                Traffic.write(connection.server(), "yes");
                assertEquals("yes", Traffic.read(connection.client(), 3));
            }
        }
    }

    @Test
    void whoWaitsForHisPlaceCostsNothing() throws Exception {
        try (var pair = new LinkPair(Carriage.TCP)) {
            pair.inner.pace = new Pace(100_000);
            try (var connection = pair.connect()) {
                Traffic.write(connection.client(), ByteBuffer.allocate(1_000));
                Traffic.read(connection.server(), 1_000);
                Loop.LaneMeasures before = pair.inner.loop.ask(() -> pair.inner.loop.measures(pair.inner.lane)).get();
                long cpu = cpu("inner");
                Traffic.async(() -> {
                    Traffic.write(connection.client(), ByteBuffer.allocate(8 * MIB));
                    return null;
                });
                Traffic.read(connection.server(), 150_000);
                Loop.LaneMeasures after = pair.inner.loop.ask(() -> pair.inner.loop.measures(pair.inner.lane)).get();
                double share = (double) (cpu("inner") - cpu) / (after.loop().takenAt() - before.loop().takenAt());
                assertTrue(share < 0.3, "the loop used " + share + " of a processor");
                Measures.Waits waits = after.streams().getFirst().delays().waits();
                assertTrue(waits.pace() > 800_000_000L, waits.toString());
                assertEquals(100_000, after.streams().getFirst().delays().pace());
            }
        }
    }

    private static long cpu(String thread) {
        long id = Thread.getAllStackTraces().keySet().stream().filter(one -> one.getName().equals(thread)).findFirst().orElseThrow().threadId();
        return java.lang.management.ManagementFactory.getThreadMXBean().getThreadCpuTime(id);
    }
}
