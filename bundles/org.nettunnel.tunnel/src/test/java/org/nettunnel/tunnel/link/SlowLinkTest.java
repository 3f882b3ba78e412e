package org.nettunnel.tunnel.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.compression.deflate.DeflateCompression;
import org.nettunnel.tunnel.fixtures.Fault;
import org.nettunnel.tunnel.fixtures.LocalPair;
import org.nettunnel.tunnel.fixtures.SocketWire;
import org.nettunnel.tunnel.link.LinkPair.Carriage;
import org.nettunnel.tunnel.wire.LinkTerms;

/// What *adaptive* makes of a line that is slow, and of one that is not.
@Timeout(60)
class SlowLinkTest {
    private static final long A_SECOND = 1 << 20;
    private static final int LENGTH = 6 << 20;

    /// @param wireBytes what the link sent for it
    private record Run(double seconds, long wireBytes, StreamFacts facts) {}

    private static Run run(String setting, byte[] bytes, LinkPair.Way way) throws Exception {
        var options = new LinkPair.Options();
        options.innerTerms = options.outerTerms = new LinkTerms(List.of(new DeflateCompression()), _ -> true, 100, 100, 100, 65_536);
        options.way = way;
        try (var pair = new LinkPair(Carriage.TCP, new Fault.None(), new Fault.None(), options);
                var connection = pair.connect(pair.inner, pair.outer, setting, LocalPair.open(), LocalPair.open())) {
            var got = Traffic.async(() -> {
                var in = ByteBuffer.allocate(bytes.length);
                while (in.hasRemaining() && connection.server().read(in) >= 0) Thread.onSpinWait();
                return in.array();
            });
            long begun = System.nanoTime();
            Traffic.write(connection.client(), ByteBuffer.wrap(bytes));
            assertArrayEquals(bytes, got.get(50, TimeUnit.SECONDS));
            StreamFacts facts = pair.facts(pair.inner).stream().filter(one -> one.id() != 0).findFirst().orElseThrow();
            return new Run((System.nanoTime() - begun) / 1e9, pair.innerLink.sentBytes(), facts);
        }
    }

    @Test
    void textGoesFasterOverASlowLineByAboutItsRatio() throws Exception {
        byte[] text = CompressionTest.text(LENGTH);
        Run off = run("off", text, () -> SocketWire.slow(A_SECOND));
        Run adaptive = run("adaptive", text, () -> SocketWire.slow(A_SECOND));
        double ratio = (double) off.wireBytes / adaptive.wireBytes;
        double faster = off.seconds / adaptive.seconds;
        System.out.printf("text over a slow line: %.1f s raw, %.1f s adaptive: %.1f times as fast, of %.1f times fewer bytes%n", off.seconds, adaptive.seconds,
                faster, ratio);
        assertTrue(ratio > 2.5, "ratio " + ratio);
        assertTrue(faster > ratio / 2, faster + " times as fast with a ratio of " + ratio);
        assertEquals("deflate", adaptive.facts.sent().with());
        assertEquals("compresses", adaptive.facts.sent().decision());
        assertTrue(adaptive.facts.sent().plainBytes() > LENGTH / 3, adaptive.facts.toString());
        assertEquals("off", off.facts.sent().decision());
        assertEquals("none", off.facts.sent().with());
    }

    @Test
    void noiseOverASlowLineGoesRaw() throws Exception {
        byte[] noise = new byte[LENGTH / 2];
        new Random(3).nextBytes(noise);
        Run run = run("adaptive", noise, () -> SocketWire.slow(A_SECOND));
        assertEquals(0, run.facts.sent().plainBytes());
        assertTrue(run.facts.sent().decision().startsWith("does not compress (7."), run.facts.toString());
    }

    @Test
    void nothingIsCompressedWhileTheLinkKeepsUp() throws Exception {
        byte[] text = CompressionTest.text(300);
        var options = new LinkPair.Options();
        options.innerTerms = options.outerTerms = new LinkTerms(List.of(new DeflateCompression()), _ -> true, 100, 100, 100, 65_536);
        try (var pair = new LinkPair(Carriage.TCP, new Fault.None(), new Fault.None(), options);
                var connection = pair.connect(pair.inner, pair.outer, "adaptive", LocalPair.open(), LocalPair.open())) {
            for (int i = 0; i < 1_000; i++) {
                Traffic.write(connection.client(), ByteBuffer.wrap(text));
                assertEquals(new String(text, StandardCharsets.US_ASCII), Traffic.read(connection.server(), text.length));
            }
            StreamFacts facts = pair.facts(pair.inner).stream().filter(one -> one.id() != 0).findFirst().orElseThrow();
            assertEquals(0, facts.sent().plainBytes());
            assertEquals("the link keeps up", facts.sent().decision());
            assertTrue(pair.innerLink.sentBytes() >= 300_000);
        }
    }
}
