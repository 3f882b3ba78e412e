package org.nettunnel.tunnel.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.fixtures.LocalPair;
import org.nettunnel.tunnel.link.LinkPair.Carriage;

/// How streams end: half, reset, refused, and what each application sees of it.
@Timeout(60)
class EndsTest {
    @ParameterizedTest
    @EnumSource(Carriage.class)
    void theServerAnswersAfterTheClientHasFinished(Carriage carriage) throws Exception {
        try (var pair = new LinkPair(carriage); var connection = pair.connect()) {
            Traffic.write(connection.client(), "question");
            connection.client().shutdownOutput();
            assertArrayEquals("question".getBytes(), Traffic.readAll(connection.server()));
            Traffic.write(connection.server(), "answer");
            connection.server().shutdownOutput();
            assertArrayEquals("answer".getBytes(), Traffic.readAll(connection.client()));
            assertEquals(CloseCode.NORMAL, connection.clientEnd().await());
            assertEquals(CloseCode.NORMAL, connection.serverEnd().await());
        }
    }

    @ParameterizedTest
    @EnumSource(Carriage.class)
    void theClientGoesOnAfterTheServerHasFinished(Carriage carriage) throws Exception {
        try (var pair = new LinkPair(carriage); var connection = pair.connect()) {
            Traffic.write(connection.server(), "banner");
            connection.server().shutdownOutput();
            assertArrayEquals("banner".getBytes(), Traffic.readAll(connection.client()));
            Traffic.write(connection.client(), "last words");
            connection.client().shutdownOutput();
            assertArrayEquals("last words".getBytes(), Traffic.readAll(connection.server()));
            assertEquals(CloseCode.NORMAL, connection.serverEnd().await());
        }
    }

    @ParameterizedTest
    @EnumSource(Carriage.class)
    void aResetOfTheClientReachesTheServer(Carriage carriage) throws Exception {
        try (var pair = new LinkPair(carriage); var connection = pair.connect()) {
            Traffic.write(connection.client(), "x");
            assertEquals("x", Traffic.read(connection.server(), 1));
            Traffic.reset(connection.client());
            assertTrue(Traffic.seesReset(connection.server()));
            connection.clientEnd().await();
            connection.serverEnd().await();
            assertTrue(connection.serverEnd().reason.contains("other end"), connection.serverEnd().reason);
            assertForgotten(pair);
        }
    }

    @ParameterizedTest
    @EnumSource(Carriage.class)
    void aResetOfTheServerReachesTheClient(Carriage carriage) throws Exception {
        try (var pair = new LinkPair(carriage); var connection = pair.connect()) {
            Traffic.write(connection.client(), "x");
            assertEquals("x", Traffic.read(connection.server(), 1));
            Traffic.reset(connection.server());
            assertTrue(Traffic.seesReset(connection.client()));
            connection.clientEnd().await();
            assertForgotten(pair);
        }
    }

    /// Tombstones go when their answers come.
    private static void assertForgotten(LinkPair pair) throws Exception {
        for (var end : List.of(pair.inner, pair.outer)) {
            for (long limit = System.nanoTime() + 10_000_000_000L; !end.loop.ask(end.lane.book::isEmpty).get();)
                if (System.nanoTime() > limit) throw new AssertionError("a tombstone stays");
        }
        assertFalse(pair.inner.ended.isDone());
    }

    @ParameterizedTest
    @EnumSource(Carriage.class)
    void theClientOfARefusedStreamSeesAReset(Carriage carriage) throws Exception {
        try (var pair = new LinkPair(carriage)) {
            CompletableFuture<Arrival> asked = new CompletableFuture<>();
            pair.outer.acceptor = asked::complete;
            var connection = pair.connect();
            Traffic.write(connection.client(), "early data");
            asked.get(20, TimeUnit.SECONDS).refuse(CloseCode.TARGET_REFUSED, "127.0.0.1:1 refused; is the server running?");
            assertTrue(Traffic.seesReset(connection.client()));
            assertEquals(CloseCode.TARGET_REFUSED, connection.clientEnd().await());
            assertEquals("127.0.0.1:1 refused; is the server running?", connection.clientEnd().reason);
            assertFalse(connection.clientEnd().opened.isDone());
            assertForgotten(pair);
        }
    }

    @Test
    void earlyDataWaitsForTheTargetAndStopsAtSixtyFourKibibytes() throws Exception {
        try (var pair = new LinkPair(Carriage.TCP)) {
            CompletableFuture<Arrival> asked = new CompletableFuture<>();
            pair.outer.acceptor = asked::complete;
            var connection = pair.connect();
            var sent = Traffic.send(connection.client(), 1_000_000, 3);
            Arrival arrival = asked.get(10, TimeUnit.SECONDS);
            while (waiting(pair.outer) < 65_536) Thread.onSpinWait();
            // what is said now comes behind all that was sent
            pair.inner.lane.send("{}".getBytes());
            assertArrayEquals("{}".getBytes(), pair.outer.messages.poll(20, TimeUnit.SECONDS));
            assertEquals(65_536, waiting(pair.outer));
            var target = pair.outer.targets.take();
            arrival.accept(new org.nettunnel.api.tunnel.StreamAcceptor.Dialled(target.edge(), "late", "off", target.end()));
            var got = Traffic.receive(connection.server());
            assertEquals(sent.get(20, TimeUnit.SECONDS), got.get(20, TimeUnit.SECONDS));
            connection.close();
        }
    }

    @Test
    void aClientThatGoesBeforeTheTargetIsDialledLeavesNothing() throws Exception {
        try (var pair = new LinkPair(Carriage.TCP)) {
            CompletableFuture<Arrival> asked = new CompletableFuture<>();
            pair.outer.acceptor = asked::complete;
            var connection = pair.connect();
            Arrival arrival = asked.get(10, TimeUnit.SECONDS);
            Traffic.reset(connection.client());
            connection.clientEnd().await();
            var target = pair.outer.targets.take();
            while (pair.outer.lane.liveStreams() > 0) Thread.onSpinWait();
            arrival.accept(new org.nettunnel.api.tunnel.StreamAcceptor.Dialled(target.edge(), "late", "off", target.end()));
            assertTrue(Traffic.seesReset(connection.server()));
            target.end().await();
            assertForgotten(pair);
        }
    }

    @Test
    void whatIsSaidBeforeAResetIsHeardBeforeIt() throws Exception {
        try (var pair = new LinkPair(Carriage.TCP)) {
            for (int i = 0; i < 200; i++) {
                var connection = pair.connect();
                // as a server does that is busy, or wants no body as long as that
                Traffic.write(connection.server(), "busy");
                Traffic.reset(connection.server());
                assertEquals("busy", Traffic.read(connection.client(), 4));
                assertTrue(Traffic.seesReset(connection.client()));
                connection.close();
            }
        }
    }

    @Test
    void bothMayResetAtOnce() throws Exception {
        try (var pair = new LinkPair(Carriage.TCP)) {
            for (int i = 0; i < 50; i++) {
                var connection = pair.connect();
                Traffic.write(connection.client(), "x");
                assertEquals("x", Traffic.read(connection.server(), 1));
                var one = Traffic.async(() -> {
                    Traffic.reset(connection.client());
                    return 0;
                });
                Traffic.reset(connection.server());
                one.get(10, TimeUnit.SECONDS);
                connection.clientEnd().await();
                connection.serverEnd().await();
            }
            assertForgotten(pair);
        }
    }

    @Test
    void aSlowReaderStopsOnlyItsOwnStream() throws Exception {
        try (var pair = new LinkPair(Carriage.TCP)) {
            var slow = pair.connect(pair.inner, pair.outer, "off", LocalPair.narrow(), LocalPair.narrow());
            var stuck = Traffic.send(slow.client(), 4_000_000, 5);
            while (pair.outer.loop.budgets.waitingBytes() == 0) Thread.onSpinWait();
            try (var quick = pair.connect()) {
                var sent = Traffic.send(quick.client(), 2_000_000, 6);
                assertEquals(sent.get(20, TimeUnit.SECONDS), Traffic.receive(quick.server()).get(20, TimeUnit.SECONDS));
            }
            assertFalse(stuck.isDone());
            // a slow reader's window does not grow
            assertTrue(waiting(pair.outer) <= 65_536);
            var late = Traffic.receive(slow.server());
            assertEquals(stuck.get(30, TimeUnit.SECONDS), late.get(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void drainLetsStreamsEndAndTakesNoNewOnes() throws Exception {
        try (var pair = new LinkPair(Carriage.TCP); var connection = pair.connect()) {
            Traffic.write(connection.client(), "x");
            assertEquals("x", Traffic.read(connection.server(), 1));
            pair.outer.drain(java.time.Duration.ofSeconds(20));
            while (!pair.inner.loop.ask(pair.inner.lane::isDraining).get()) Thread.onSpinWait();
            var late = pair.connect();
            assertEquals(CloseCode.SHUTTING_DOWN, late.clientEnd().await());
            Traffic.write(connection.client(), "still here");
            connection.client().shutdownOutput();
            assertEquals("still here", Traffic.read(connection.server(), 10));
            assertFalse(pair.outer.ended.isDone());
            connection.server().shutdownOutput();
            assertEquals(CloseCode.NORMAL, connection.clientEnd().await());
            assertEquals(CloseCode.SHUTTING_DOWN, pair.outer.ended.get(20, TimeUnit.SECONDS));
            assertEquals(CloseCode.SHUTTING_DOWN, pair.inner.ended.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void carriesControlMessagesOfAnyLength() throws Exception {
        try (var pair = new LinkPair(Carriage.ONE_BYTE)) {
            pair.inner.lane.send("{}".getBytes());
            pair.outer.lane.send(new byte[3000]);
            assertArrayEquals("{}".getBytes(), pair.outer.messages.poll(20, TimeUnit.SECONDS));
            assertEquals(3000, pair.inner.messages.poll(20, TimeUnit.SECONDS).length);
        }
    }

    @Test
    void readsOfAClosedApplicationAreNotMistakenForData() throws Exception {
        try (var pair = new LinkPair(Carriage.TCP); var connection = pair.connect()) {
            connection.client().close();
            assertEquals(-1, connection.server().read(ByteBuffer.allocate(1)));
        }
    }

    /// Bytes that wait for local sockets.
    private static long waiting(LinkEnd end) throws Exception {
        return end.loop.ask(() -> {
            long[] sum = {0};
            end.lane.book.forEachStream(stream -> sum[0] += stream.receiving.waiting.length());
            return sum[0];
        }).get(10, TimeUnit.SECONDS);
    }
}
