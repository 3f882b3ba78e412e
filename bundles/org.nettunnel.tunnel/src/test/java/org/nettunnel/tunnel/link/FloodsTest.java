package org.nettunnel.tunnel.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.fixtures.Fault;
import org.nettunnel.tunnel.fixtures.LocalPair;
import org.nettunnel.tunnel.wire.Budgets;
import org.nettunnel.tunnel.wire.LinkSettings;
import org.nettunnel.tunnel.wire.LinkTerms;
import org.nettunnel.tunnel.wire.Violation;

/// What a peer that proved itself may make this node remember, dial or wait for: not more than a limit.
@Timeout(60)
class FloodsTest {
    private static RawPeer peer(int streams, int unanswered, Duration drain) throws java.io.IOException {
        LinkSettings defaults = LinkSettings.defaults();
        var settings = new LinkSettings(streams, unanswered, defaults.ping(), defaults.dead(), defaults.halfClosed(), drain, defaults.contexts());
        return new RawPeer(settings, new Budgets(64 << 20, 64 << 20), LinkTerms.plain());
    }

    @Test
    void whoNeverAnswersRefusalsLosesTheLinkAtFourTimesTheStreams() throws Exception {
        try (var peer = peer(8, 256, Duration.ofSeconds(30))) {
            for (long id = 1; id < 2 * 32; id += 2) peer.send(RawPeer.open(id));
            for (int i = 0; i < 32; i++) assertEquals(3, peer.next().type());
            // the answer to one makes room for one
            peer.send(RawPeer.reset(1, 0, 1), RawPeer.open(65));
            assertEquals(65, peer.next().stream());
            peer.send(RawPeer.open(67));
            assertEquals(CloseCode.BUSY, peer.end.ended.get(20, TimeUnit.SECONDS));
            var last = peer.next();
            assertEquals(17, last.type());
            assertEquals(CloseCode.BUSY.number(), last.body()[0]);
        }
    }

    @Test
    void answersThatNobodyReadsAreNotKeptWithoutEnd() throws Exception {
        try (var peer = new RawPeer()) {
            peer.send(RawPeer.open(1), RawPeer.reset(1, 0, 0));
            while (peer.next().type() != 6) continue;
            // within one task of the loop nothing is written, as with a peer that does not read
            Violation violation = peer.end.loop.ask(() -> flood(peer)).get(20, TimeUnit.SECONDS);
            assertNotNull(violation, "it kept all of them");
            assertEquals(CloseCode.BUSY, violation.code());
            assertTrue(violation.getMessage().contains("answers"), violation.getMessage());
        }
    }

    private static Violation flood(RawPeer peer) {
        var dispatch = new FrameDispatch(peer.link, peer.end.lane);
        byte[] reset = RawPeer.reset(1, 0, 0);
        try {
            for (int i = 0; i < 33_000; i++) {
                dispatch.beginTurn();
                dispatch.record(reset, reset.length);
            }
            return null;
        } catch (Violation violation) {
            return violation;
        } catch (java.io.IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    @Test
    void aStreamThatWasResetIsCountedAsDialledUntilItsDialReturns() throws Exception {
        try (var peer = peer(1000, 4, Duration.ofSeconds(30))) {
            BlockingQueue<Arrival> dialling = new LinkedBlockingQueue<>();
            peer.end.acceptor = dialling::add;
            for (long id = 1; id <= 15; id += 2) peer.send(RawPeer.open(id), RawPeer.reset(id, 0, 0));
            for (int i = 0; i < 8; i++) assertEquals(6, peer.next().type());
            peer.send(RawPeer.open(17), RawPeer.reset(17, 0, 0));
            assertEquals(3, peer.next().type(), "a ninth dial");
            assertEquals(6, peer.next().type());
            Arrival first = dialling.poll(20, TimeUnit.SECONDS);
            for (int i = 1; i < 8; i++) dialling.poll(20, TimeUnit.SECONDS);
            first.refuse(CloseCode.TARGET_REFUSED, "at last");
            // the answer is on the loop before the OPEN comes
            peer.end.loop.ask(() -> 0).get(20, TimeUnit.SECONDS);
            peer.send(RawPeer.open(19));
            Arrival next = dialling.poll(20, TimeUnit.SECONDS);
            next.refuse(CloseCode.TARGET_REFUSED, "this too");
            assertEquals(19, peer.next().stream());
        }
    }

    @Test
    void aPeerThatSaysItDrainsMayNotKeepTheLinkForEver() throws Exception {
        try (var peer = peer(1000, 256, Duration.ofMillis(100))) {
            LocalPair target = LocalPair.open();
            peer.end.targets.add(new LinkPair.Target(target.edge(), "off", new LinkPair.EndOfStream()));
            peer.send(RawPeer.open(1));
            assertEquals(2, peer.next().type());
            peer.send(RawPeer.frame(17, 0, new byte[] {(byte) CloseCode.SHUTTING_DOWN.number(), 0, 0, 0, 0, 0, 0}));
            assertEquals(CloseCode.SHUTTING_DOWN, peer.end.ended.get(20, TimeUnit.SECONDS));
            assertEquals("the streams did not end in time", peer.end.endReason.get(20, TimeUnit.SECONDS));
            target.app().close();
        }
    }

    @Test
    void aPeerIsCountedOverAllItsLanes() throws Exception {
        try (var peer = peer(8, 256, Duration.ofSeconds(30)); var second = new RawPeer(peer, 1)) {
            peer.end.acceptor = _ -> {};
            long lane = 1L << 45;
            for (int i = 0; i < 8; i++) peer.send(RawPeer.open(2 * i + 1));
            // what was sent on two wires comes in any order
            peer.end.loop.ask(() -> 0).get(20, TimeUnit.SECONDS);
            while (peer.end.lane.remembered() < 8) Thread.onSpinWait();
            for (int i = 0; i < 9; i++) second.send(RawPeer.open(lane + 2 * i + 1));
            var refused = second.next();
            assertEquals(3, refused.type());
            assertEquals(lane + 17, refused.stream(), "the seventeenth");
            assertEquals(CloseCode.BUSY.number(), refused.body()[0]);
        }
    }

    @Test
    void framesThatChangeNothingAreAFlood() throws Exception {
        try (var peer = new RawPeer()) {
            peer.send(RawPeer.open(1), RawPeer.reset(1, 0, 0));
            byte[] late = RawPeer.data(1, 0, 0, 1);
            byte[][] many = new byte[1_000][];
            java.util.Arrays.fill(many, late);
            // past the burst and what time gives
            for (int i = 0; i < 132 + 8; i++) peer.send(many);
            while (!peer.end.ended.isDone()) peer.send(many);
            assertEquals(CloseCode.BUSY, peer.end.ended.get(20, TimeUnit.SECONDS));
        } catch (java.io.IOException closed) {
            // it was before all were sent
        }
    }

    @Test
    void whoSaysGoodbyeAgainAndAgainIsAProtocolError() throws Exception {
        try (var peer = new RawPeer()) {
            peer.end.acceptor = _ -> {};
            peer.send(RawPeer.open(1));
            byte[] drain = RawPeer.frame(17, 0, new byte[] {(byte) CloseCode.SHUTTING_DOWN.number(), 0, 0, 0, 0, 0, 0});
            for (int i = 0; i < 5; i++) peer.send(drain);
            assertEquals(CloseCode.PROTOCOL, peer.end.ended.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void pongsThatAnswerNothingAreAFloodToo() throws Exception {
        try (var peer = new RawPeer()) {
            byte[] pong = RawPeer.frame(10, 0, new byte[8]);
            for (int i = 0; i < 60; i++) peer.send(pong);
            assertEquals(CloseCode.PROTOCOL, peer.end.ended.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void whoTakesNothingOfWhatIsSentLosesAStreamWhenMemoryIsUsedUp() throws Exception {
        int count = 24;
        try (var peer = new RawPeer(LinkSettings.defaults(), new Budgets(64 << 20, 0, 1 << 20), LinkTerms.plain())) {
            List<LocalPair> targets = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                targets.add(LocalPair.open());
                peer.end.targets.add(new LinkPair.Target(targets.getLast().edge(), "off", new LinkPair.EndOfStream()));
                peer.send(RawPeer.open(2 * i + 1));
                assertEquals(2, peer.next().type());
            }
            for (LocalPair target : targets) Traffic.send(target.app(), 100_000, 1);
            var frame = peer.next();
            while (frame.type() != 6) frame = peer.next();
            assertEquals(CloseCode.MEMORY.number(), frame.body()[0]);
            assertTrue(peer.end.loop.budgets.keptBytes() <= (1 << 20) + 128 * 1024);
            // nothing new while it is so
            peer.send(RawPeer.open(2 * count + 1));
            while (frame.type() != 3) frame = peer.next();
            assertEquals(CloseCode.MEMORY.number(), frame.body()[0]);
            for (LocalPair target : targets) target.app().close();
        }
    }

    @Test
    void aHalfClosedStreamWithoutTrafficIsResetAfterItsTime() throws Exception {
        var options = new LinkPair.Options();
        var defaults = LinkSettings.defaults();
        options.outerSettings = new LinkSettings(defaults.streams(), defaults.unanswered(), defaults.ping(), defaults.dead(), Duration.ofSeconds(20),
                defaults.drain(), defaults.contexts());
        AtomicLong ahead = new AtomicLong();
        options.outerClock = () -> System.nanoTime() + ahead.get();
        try (var pair = new LinkPair(LinkPair.Carriage.TCP, new Fault.None(), new Fault.None(), options); var connection = pair.connect()) {
            Traffic.write(connection.client(), "x");
            assertEquals("x", Traffic.read(connection.server(), 1));
            connection.client().shutdownOutput();
            while (!pair.facts(pair.outer).stream().allMatch(stream -> stream.state().equals("half-closed"))) Thread.onSpinWait();
            ahead.set(TimeUnit.SECONDS.toNanos(31));
            pair.outer.loop.ask(() -> 0).get(20, TimeUnit.SECONDS);
            assertEquals(CloseCode.TIMEOUT, connection.serverEnd().await());
            assertEquals(CloseCode.TIMEOUT, connection.clientEnd().await());
        }
    }
}
