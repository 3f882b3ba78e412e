package org.nettunnel.tunnel.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.api.compression.Compression;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.compression.deflate.DeflateCompression;
import org.nettunnel.tunnel.fixtures.Fault;
import org.nettunnel.tunnel.fixtures.LocalPair;
import org.nettunnel.tunnel.link.LinkPair.Carriage;
import org.nettunnel.tunnel.link.LinkPair.Connection;
import org.nettunnel.tunnel.wire.Ceilings;
import org.nettunnel.tunnel.wire.LinkTerms;

/// Contexts are memory of both ends: they are given back when they do not serve, and there is an end to them.
@Timeout(60)
class ContextsTest {
    private final AtomicLong later = new AtomicLong();

    private LinkPair pair(Compression compression, int contexts) throws Exception {
        var options = new LinkPair.Options();
        options.innerTerms = options.outerTerms = new LinkTerms(List.of(compression), _ -> true, 100, 100, contexts, 65_536);
        options.innerClock = options.outerClock = () -> System.nanoTime() + later.get();
        return new LinkPair(Carriage.TCP, new Fault.None(), new Fault.None(), options);
    }

    private static Connection connect(LinkPair pair) throws Exception {
        return pair.connect(pair.inner, pair.outer, "deflate", LocalPair.open(), LocalPair.open());
    }

    private static void say(Connection connection, byte[] bytes) throws Exception {
        var got = Traffic.async(() -> {
            var in = ByteBuffer.allocate(bytes.length);
            while (in.hasRemaining() && connection.server().read(in) >= 0) Thread.onSpinWait();
            return in.array();
        });
        Traffic.write(connection.client(), ByteBuffer.wrap(bytes));
        assertArrayEquals(bytes, got.get(20, TimeUnit.SECONDS));
    }

    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        new Random(2).nextBytes(noise);
        return noise;
    }

    private static void await(String what, BooleanSupplier isSo) {
        for (long limit = System.nanoTime() + 20_000_000_000L; !isSo.getAsBoolean(); Thread.onSpinWait())
            if (System.nanoTime() > limit) throw new AssertionError(what);
    }

    private static boolean hasContexts(LinkPair pair) {
        return pair.inner.loop.budgets.ourContextBytes() > 0 && pair.outer.loop.budgets.peerContextBytes() > 0;
    }

    private static boolean hasNoContexts(LinkPair pair) {
        return pair.inner.loop.budgets.ourContextBytes() == 0 && pair.outer.loop.budgets.peerContextBytes() == 0;
    }

    @Test
    void aContextThatDoesNotServeIsGivenBackAndMayComeAgain() throws Exception {
        try (var pair = pair(new DeflateCompression(), 100); var connection = connect(pair)) {
            say(connection, CompressionTest.text(100_000));
            assertTrue(hasContexts(pair));
            say(connection, noise(4 << 20));
            // by its name it is tried again with each frame, and only the peer's context stays away
            await("its context stays", () -> pair.outer.loop.budgets.peerContextBytes() == 0);
            say(connection, CompressionTest.text(100_000));
            assertTrue(hasContexts(pair));
            assertFalse(pair.inner.ended.isDone());
            var facts = pair.facts(pair.outer).getLast();
            assertEquals("deflate", facts.received().with());
            assertTrue(facts.received().plainBytes() >= 150_000 && facts.received().wireBytes() < facts.received().plainBytes() / 2, facts.toString());
        }
    }

    @Test
    void aStreamThatIsSilentGivesItsContextBack() throws Exception {
        try (var pair = pair(new DeflateCompression(), 100); var connection = connect(pair)) {
            say(connection, CompressionTest.text(100_000));
            assertTrue(hasContexts(pair));
            // in steps, for a peer that is silent for 45 s is dead
            for (int i = 0; i < 5; i++) {
                long heard = pair.outerLink.receivedBytes();
                later.addAndGet(TimeUnit.SECONDS.toNanos(20));
                var next = pair.inner.loop.ask(() -> 0);
                pair.outer.loop.ask(() -> 0).get(10, TimeUnit.SECONDS);
                next.get(10, TimeUnit.SECONDS);
                await("no ping", () -> pair.outerLink.receivedBytes() > heard);
            }
            await("contexts stay", () -> hasNoContexts(pair));
            say(connection, CompressionTest.text(100_000));
            assertTrue(hasContexts(pair));
        }
    }

    @Test
    void withoutRoomForAContextAStreamGoesRawAndSaysSo() throws Exception {
        try (var pair = pair(new DeflateCompression(), 1); var first = connect(pair); var second = connect(pair)) {
            say(first, CompressionTest.text(50_000));
            say(second, CompressionTest.text(50_000));
            var facts = pair.facts(pair.inner);
            assertEquals(List.of("compresses", "no room for a context"),
                    facts.stream().filter(one -> one.id() != 0).map(one -> one.sent().decision()).sorted().toList());
        }
    }

    /// One whose contexts take all the memory there is for them.
    private static final class Huge extends DeflateCompression {
        @Override
        public long decompressorBytes() {
            return Runtime.getRuntime().maxMemory() / 100 * Ceilings.CONTEXT_PERCENT;
        }
    }

    @Test
    void pastTheMemoryOfContextsOnlyTheStreamGoes() throws Exception {
        List<Connection> open = new ArrayList<>();
        try (var pair = pair(new Huge(), 100)) {
            for (int i = 0; i < Ceilings.SURE_CONTEXTS; i++) {
                open.add(connect(pair));
                say(open.getLast(), CompressionTest.text(10_000));
            }
            Connection tooMany = connect(pair);
            Traffic.write(tooMany.client(), ByteBuffer.wrap(CompressionTest.text(10_000)));
            assertEquals(CloseCode.MEMORY, tooMany.clientEnd().await());
            for (Connection one : open) say(one, CompressionTest.text(10_000));
            assertFalse(pair.outer.ended.isDone());
        } finally {
            for (Connection one : open) one.close();
        }
    }
}
