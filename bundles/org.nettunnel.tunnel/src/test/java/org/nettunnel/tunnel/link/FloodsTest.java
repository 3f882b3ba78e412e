package org.nettunnel.tunnel.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.api.tunnel.CloseCode;
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
            for (int i = 0; i < 33_000; i++) dispatch.record(reset, reset.length);
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
}
