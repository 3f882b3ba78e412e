package org.nettunnel.tunnel.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.fixtures.Fault;
import org.nettunnel.tunnel.fixtures.LocalPair;
import org.nettunnel.tunnel.link.LinkPair.Carriage;
import org.nettunnel.tunnel.wire.KeyLimits;
import org.nettunnel.tunnel.wire.LinkSettings;

/// A lane whose link is lost: how long streams wait, what ends them, and how it drains.
@Timeout(60)
class WithoutALinkTest {
    private static LinkPair pair(Duration grace) throws Exception {
        var options = new LinkPair.Options();
        options.outlivesLinks = true;
        options.grace = grace;
        return new LinkPair(Carriage.TCP, new Fault.None(), new Fault.None(), options);
    }

    private static LinkPair.Connection opened(LinkPair pair) throws Exception {
        var connection = pair.connect();
        Traffic.write(connection.client(), "x");
        assertEquals("x", Traffic.read(connection.server(), 1));
        return connection;
    }

    @Test
    void atTheEndOfTheGraceTimeStreamsAreResetAndTheNextLinkClearsUp() throws Exception {
        try (var pair = pair(Duration.ofMillis(100)); var connection = opened(pair)) {
            pair.cut();
            assertEquals(CloseCode.SESSION_GONE, connection.clientEnd().await());
            assertEquals(CloseCode.SESSION_GONE, connection.serverEnd().await());
            assertTrue(connection.clientEnd().reason.contains("was down for"), connection.clientEnd().reason);
            assertTrue(Traffic.seesReset(connection.client()));
            assertTrue(Traffic.seesReset(connection.server()));
            pair.inner.expired.get(20, TimeUnit.SECONDS);
            pair.outer.expired.get(20, TimeUnit.SECONDS);
            assertEquals(1, pair.inner.lane.remembered(), "ids and tombstones stay");
            pair.join();
            pair.awaitNothingRemembered();
            opened(pair).close();
            pair.awaitNothingRemembered();
        }
    }

    @Test
    void theGraceTimeCountsFromTheLossAlsoWhenItIsSetLater() throws Exception {
        try (var pair = pair(Duration.ofHours(1)); var connection = opened(pair)) {
            pair.cut();
            assertFalse(connection.clientEnd().code.isDone());
            pair.inner.lane.grace(Duration.ofMillis(1));
            assertEquals(CloseCode.SESSION_GONE, connection.clientEnd().await());
            assertFalse(pair.outer.expired.isDone());
        }
    }

    @Test
    void aLinkInTimeEndsTheWait() throws Exception {
        try (var pair = pair(Duration.ofMillis(400)); var connection = opened(pair)) {
            pair.cut();
            pair.join();
            long until = System.nanoTime() + 800_000_000L;
            while (System.nanoTime() < until) {
                Traffic.write(connection.client(), "y");
                assertEquals("y", Traffic.read(connection.server(), 1));
            }
            assertFalse(pair.inner.expired.isDone() || pair.outer.expired.isDone());
        }
    }

    @Test
    void aStreamWaitsForALinkAsLongAsItsPatience() throws Exception {
        try (var pair = pair(Duration.ofHours(1))) {
            pair.cut();
            var client = LocalPair.open();
            var refused = pair.open(client, Duration.ofMillis(50));
            assertEquals(CloseCode.SESSION_GONE, refused.await());
            assertTrue(refused.reason.contains("did not come back"), refused.reason);
            assertTrue(Traffic.seesReset(client.app()));
            var atOnce = pair.open(LocalPair.open(), Duration.ZERO);
            assertEquals(CloseCode.SESSION_GONE, atOnce.await());
            try (var patient = pair.connect()) {
                pair.join();
                Traffic.write(patient.client(), "x");
                assertEquals("x", Traffic.read(patient.server(), 1));
            }
            pair.awaitNothingRemembered();
        }
    }

    @Test
    void aStreamWhoseOpenWasNotWrittenBeforeTheLossWaitsToo() throws Exception {
        var options = new LinkPair.Options();
        options.outlivesLinks = true;
        options.innerTerms = new org.nettunnel.tunnel.wire.LinkTerms(java.util.List.of(), _ -> true, 100, 1, 0, 65_536);
        try (var pair = new LinkPair(Carriage.TCP, new Fault.None(), new Fault.None(), options)) {
            var arrivals = new LinkedBlockingQueue<Arrival>();
            pair.outer.acceptor = arrivals::add;
            var first = pair.connect();
            arrivals.poll(20, TimeUnit.SECONDS);
            // one unanswered OPEN of an endpoint is all that the peer takes
            var second = pair.open(LocalPair.open(), Duration.ofMillis(100));
            pair.inner.loop.ask(() -> 0).get();
            assertFalse(second.code.isDone());
            pair.cut();
            assertEquals(CloseCode.SESSION_GONE, second.await());
            assertFalse(first.clientEnd().code.isDone());
        }
    }

    @Test
    void noMoreStreamsWaitThanMayBeUnanswered() throws Exception {
        try (var pair = pair(Duration.ofHours(1))) {
            pair.cut();
            for (int i = 0; i < 256; i++) pair.open(LocalPair.open(), Duration.ofSeconds(50));
            assertEquals(CloseCode.BUSY, pair.open(LocalPair.open(), Duration.ofSeconds(50)).await());
        }
    }

    @Test
    void anApplicationThatGoesAwayIsNoticedAndTheOtherEndHearsItLater() throws Exception {
        try (var pair = pair(Duration.ofHours(1)); var connection = opened(pair); var other = opened(pair)) {
            pair.cut();
            Traffic.write(connection.client(), "a little");
            Traffic.reset(connection.client());
            Traffic.reset(other.server());
            connection.clientEnd().await();
            other.serverEnd().await();
            pair.join();
            assertTrue(Traffic.seesReset(connection.server()));
            assertTrue(Traffic.seesReset(other.client()));
            pair.awaitNothingRemembered();
        }
    }

    @Test
    void localSocketsAreNotReadButALittleAndNothingIsLost() throws Exception {
        try (var pair = pair(Duration.ofHours(1)); var connection = opened(pair)) {
            pair.cut();
            var sent = Traffic.send(connection.client(), 20_000_000, 1);
            while (pair.inner.lane.retainedBytes() == 0) Thread.onSpinWait();
            // what it was asked for before is answered behind whatever it would read
            for (int i = 0; i < 20; i++) pair.inner.loop.ask(() -> 0).get();
            assertTrue(pair.inner.lane.retainedBytes() < 10_000, "retained " + pair.inner.lane.retainedBytes());
            assertFalse(sent.isDone());
            pair.join();
            var got = Traffic.receive(connection.server());
            assertEquals(sent.get(30, TimeUnit.SECONDS), got.get(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void aLoopRestsWithoutALinkAndWhileItWaitsForTheResume() throws Exception {
        try (var peer = new RawPeer()) {
            peer.end.outlivesLinks = true;
            var target = LocalPair.open();
            peer.end.targets.add(new LinkPair.Target(target.edge(), "off", new LinkPair.EndOfStream()));
            var quiet = LocalPair.open();
            peer.end.targets.add(new LinkPair.Target(quiet.edge(), "off", new LinkPair.EndOfStream()));
            peer.send(RawPeer.open(1), RawPeer.open(3));
            assertEquals(2, peer.next().type());
            assertEquals(2, peer.next().type());
            peer.end.lane.cut("by a test");
            peer.end.losses.poll(20, TimeUnit.SECONDS);
            var sent = Traffic.send(target.app(), 30_000_000, 1);
            while (peer.end.lane.retainedBytes() == 0) Thread.onSpinWait();
            assertTrue(cpuMillis(peer) < 100, "it spins without a link");
            peer.join();
            assertEquals(11, peer.next().type());
            Traffic.write(quiet.app(), "at last");
            assertTrue(cpuMillis(peer) < 100, "it spins while the peer says nothing");
            assertFalse(sent.isDone());
            target.app().close();
        }
    }

    /// What the loop takes of half a second in which nothing comes.
    private static long cpuMillis(RawPeer peer) throws Exception {
        var threads = java.lang.management.ManagementFactory.getThreadMXBean();
        long id = peer.end.loop.ask(() -> Thread.currentThread().threadId()).get();
        long before = threads.getThreadCpuTime(id);
        peer.end.losses.poll(500, TimeUnit.MILLISECONDS);
        return (threads.getThreadCpuTime(id) - before) / 1_000_000;
    }

    @Test
    void whatHadArrivedIsWrittenWithoutALink() throws Exception {
        try (var pair = pair(Duration.ofHours(1));
                var connection = pair.connect(pair.inner, pair.outer, "off", LocalPair.narrow(), LocalPair.narrow())) {
            Traffic.write(connection.client(), ByteBuffer.wrap(new byte[30_000]));
            while (pair.outer.loop.budgets.waitingBytes() == 0) Thread.onSpinWait();
            long received = pair.outer.loop.ask(() -> pair.outer.lane.entries.get(1) instanceof Stream stream ? stream.receiving.received() : -1L).get();
            pair.cut();
            assertEquals((int) received, Traffic.read(connection.server(), (int) received).length());
        }
    }

    @Test
    void aKeyThatIsUsedUpEndsTheLinkAndNotItsStreams() throws Exception {
        var options = new LinkPair.Options();
        options.outlivesLinks = true;
        KeyLimits standard = KeyLimits.standard();
        var few = new KeyLimits.Limit(20, standard.hard().bytes(), standard.hard().time());
        options.innerSettings = LinkSettings.defaults().with(new KeyLimits(few, few, standard.agreement()));
        try (var pair = new LinkPair(Carriage.TCP, new Fault.None(), new Fault.None(), options); var connection = pair.connect()) {
            var sent = Traffic.send(connection.client(), 3_000_000, 1);
            var got = Traffic.receive(connection.server());
            for (int links = 0; !got.isDone(); links++) {
                assertTrue(links < 50, "links " + links);
                String reason = pair.inner.losses.poll(5, TimeUnit.SECONDS);
                if (reason == null) break;
                assertTrue(reason.contains("key"), reason);
                pair.join();
            }
            assertEquals(sent.get(20, TimeUnit.SECONDS), got.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void aForgedRecordEndsTheLinkAndNotItsStreams() throws Exception {
        try (var pair = LinkPair.lasting(Carriage.PIPE, new Fault.Flip(2_000, 4), new Fault.None()); var connection = pair.connect()) {
            var sent = Traffic.send(connection.client(), 1_000_000, 1);
            var got = Traffic.receive(connection.server());
            pair.outer.losses.poll(20, TimeUnit.SECONDS);
            assertFalse(got.isDone());
            pair.join();
            assertEquals(sent.get(20, TimeUnit.SECONDS), got.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void aDrainGoesOnOverAnotherLink() throws Exception {
        try (var pair = pair(Duration.ofHours(1)); var connection = opened(pair)) {
            pair.outer.drain(Duration.ofSeconds(30));
            pair.cut();
            var queued = pair.open(LocalPair.open(), Duration.ofSeconds(20));
            pair.join();
            assertEquals(CloseCode.SHUTTING_DOWN, queued.await());
            Traffic.write(connection.client(), "still here");
            assertEquals("still here", Traffic.read(connection.server(), 10));
            assertFalse(pair.outer.ended.isDone());
            connection.client().shutdownOutput();
            connection.server().shutdownOutput();
            assertEquals(CloseCode.NORMAL, connection.clientEnd().await());
            assertEquals(CloseCode.NORMAL, connection.serverEnd().await());
            assertEquals(CloseCode.SHUTTING_DOWN, pair.outer.ended.get(20, TimeUnit.SECONDS));
            assertEquals(CloseCode.SHUTTING_DOWN, pair.inner.ended.get(20, TimeUnit.SECONDS));
            assertEquals(1, pair.outer.lane.totalStreams(), "an OPEN that crossed the GOAWAY was never dialled");
        }
    }

    @Test
    void anOpenThatCrossesTheGoAwayIsNeverDialled() throws Exception {
        try (var peer = new RawPeer()) {
            peer.end.outlivesLinks = true;
            peer.send(RawPeer.open(1), RawPeer.reset(1, 0, 0));
            while (peer.next().type() != 6) continue;
            peer.end.lane.drain(Duration.ofSeconds(30));
            var goAway = peer.next();
            assertEquals(17, goAway.type());
            assertEquals(1, goAway.body()[6]);
            // what follows an OPEN that was on its way is ignored, not a protocol error
            peer.send(RawPeer.open(3), RawPeer.data(3, 0, 0, 5), RawPeer.fin(3, 5), RawPeer.credit(3, 0, 100_000));
            peer.send(RawPeer.reset(3, 0, 0));
            assertEquals(6, peer.next().type());
            assertEquals(1, peer.end.lane.totalStreams());
            // and it is not seen: RESUME says so
            peer.join();
            assertEquals(1, peer.next().body()[6]);
            peer.send(RawPeer.resume(1, 0, RawPeer.entry(0, 0, 1, 0), RawPeer.entry(5, 0, 0, 0)));
            var again = peer.next();
            assertEquals(17, again.type());
            assertEquals(1, again.body()[6]);
        }
    }

    @Test
    void aLaneOfItsOwnNumberResumesFromNothing() throws Exception {
        var options = new LinkPair.Options();
        options.outlivesLinks = true;
        options.lane = 3;
        try (var pair = new LinkPair(Carriage.TCP, new Fault.None(), new Fault.None(), options); var connection = opened(pair)) {
            assertEquals((3L << 45) + 1, pair.facts(pair.outer).getFirst().id());
            pair.cut();
            Traffic.write(connection.client(), "y");
            pair.join();
            assertEquals("y", Traffic.read(connection.server(), 1));
            connection.close();
            pair.awaitNothingRemembered();
        }
    }
}
