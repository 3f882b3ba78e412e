package org.nettunnel.tunnel.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.nettunnel.tunnel.link.RawPeer.entry;
import static org.nettunnel.tunnel.link.RawPeer.resume;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.StreamOffer;
import org.nettunnel.tunnel.fixtures.LocalPair;
import org.nettunnel.tunnel.wire.Budgets;
import org.nettunnel.tunnel.wire.LinkSettings;
import org.nettunnel.tunnel.wire.LinkTerms;

/// What RESUME may say of each stream, and what follows from what it does not say; the peer's bytes are made by hand.
@Timeout(60)
class ReconciliationTest {
    private static final byte[] CONTROL = entry(0, 0, 1, 0);
    /// True of the scene below.
    private static final byte[] ONE = entry(1, 0, 1, 0), TWO = entry(2, 5, 0, 0), THREE = entry(3, 0, 0, 0), FOUR = entry(4, 0, 1, 0);

    /// Stream 1 is the peer's and open, 3 is dialled; 2 is ours with five early bytes and no answer, 4 is ours and open; then the wire is gone.
    private static RawPeer scene() throws Exception {
        var peer = new RawPeer();
        peer.end.outlivesLinks = true;
        var target = LocalPair.open();
        peer.end.targets.add(new LinkPair.Target(target.edge(), "off", new LinkPair.EndOfStream()));
        peer.send(RawPeer.open(1));
        assertEquals(2, peer.next().type());
        peer.end.acceptor = _ -> {};
        peer.send(RawPeer.open(3));
        for (int id = 2; id <= 4; id += 2) {
            var client = LocalPair.open();
            peer.end.lane.open(new StreamOffer(LinkPair.TUNNEL, LinkPair.ENDPOINT, "c", "off"), client.edge(), new LinkPair.EndOfStream(), Duration.ZERO);
            assertEquals(1, peer.next().type());
            if (id == 4) break;
            Traffic.write(client.app(), "early");
            assertEquals(4, peer.next().type());
        }
        peer.send(RawPeer.frame(2, 4, new byte[0]));
        while (!peer.end.loop.ask(() -> peer.end.lane.facts().stream().anyMatch(stream -> stream.id() == 4 && stream.state().equals("open"))).get()) Thread.onSpinWait();
        return peer.join();
    }

    @Test
    void whatIsTrueIsAccepted() throws Exception {
        try (var peer = scene()) {
            var said = peer.next();
            assertEquals(11, said.type());
            assertArrayEquals(java.util.Arrays.copyOfRange(resume(1, 3, CONTROL, entry(1, 0, 1, 0), entry(2, 0, 0, 0), entry(3, 0, 0, 0), entry(4, 0, 1, 0)), 10, 97), said.body());
            peer.send(resume(0, 4, CONTROL, ONE, TWO), resume(1, 4, THREE, FOUR));
            var opened = peer.next();
            assertEquals(2, opened.type());
            assertEquals(1, opened.stream());
            peer.send(RawPeer.data(1, 0, 0, 3));
            var credit = peer.next();
            assertEquals(7, credit.type());
            assertFalse(peer.end.ended.isDone());
        }
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                arguments("an id twice", resume(1, 4, CONTROL, ONE, ONE, TWO, THREE, FOUR)),
                arguments("ids that do not ascend", resume(1, 4, CONTROL, TWO, ONE, THREE, FOUR)),
                arguments("a stream of another lane", resume(1, 4, CONTROL, ONE, TWO, THREE, FOUR, entry((1L << 45) + 1, 0, 0, 0))),
                arguments("an id of ours that we never used", resume(1, 4, CONTROL, ONE, TWO, THREE, FOUR, entry(6, 0, 0, 0))),
                arguments("a highest id that we never used", resume(1, 6, CONTROL, ONE, TWO, THREE, FOUR)),
                arguments("a highest id of its own", resume(1, 3, CONTROL, ONE, TWO, THREE, FOUR)),
                arguments("a highest id below one that it opened", resume(1, 2, CONTROL, ONE, TWO, THREE)),
                arguments("a stream above the highest id", resume(1, 2, CONTROL, ONE, TWO, THREE, FOUR)),
                arguments("more received than was sent", resume(1, 4, CONTROL, ONE, entry(2, 6, 0, 0), THREE, FOUR)),
                arguments("an offset out of range", resume(1, 4, CONTROL, ONE, entry(2, 1L << 62, 0, 0), THREE, FOUR)),
                arguments("a state that is none", resume(1, 4, CONTROL, ONE, entry(2, 5, 5, 0), THREE, FOUR)),
                arguments("refusing a stream of its own", resume(1, 4, CONTROL, entry(1, 0, 3, 14), TWO, THREE, FOUR)),
                arguments("refusing after OPENED", resume(1, 4, CONTROL, ONE, TWO, THREE, entry(4, 0, 3, 14))),
                arguments("dialling after OPENED", resume(1, 4, CONTROL, ONE, TWO, THREE, entry(4, 0, 0, 0))),
                arguments("open while we dial", resume(1, 4, CONTROL, ONE, TWO, entry(3, 0, 1, 0), FOUR)),
                arguments("FIN seen that we never sent", resume(1, 4, CONTROL, ONE, entry(2, 5, 2, 0), THREE, FOUR)),
                arguments("stream 0 missing", resume(1, 4, ONE, TWO, THREE, FOUR)),
                arguments("stream 0 reset", resume(1, 4, entry(0, 0, 4, 0), ONE, TWO, THREE, FOUR)),
                arguments("a reset stream with an offset", resume(1, 4, CONTROL, entry(1, 1, 4, 0), TWO, THREE, FOUR)),
                arguments("an unopened stream that is open", resume(1, 4, CONTROL, ONE, TWO, THREE, FOUR, entry(5, 0, 1, 0))),
                arguments("a stream finished that is dialled", resume(1, 4, CONTROL, ONE, TWO, FOUR)),
                arguments("a stream finished to which we have more to say", resume(1, 4, CONTROL, ONE, TWO, THREE)),
                arguments("unknown flags", resume(2, 4, CONTROL, ONE, TWO, THREE, FOUR)),
                arguments("nothing, and more to come", resume(0, 4)),
                arguments("half an entry", RawPeer.frame(11, 0, new byte[15])),
                arguments("of a stream", RawPeer.frame(11, 1, new byte[7])),
                arguments("two highest ids", join(resume(0, 4, CONTROL), resume(1, 2, ONE, TWO, THREE, FOUR))),
                arguments("going on after its end", join(resume(1, 4, CONTROL, ONE, TWO, THREE, FOUR), resume(1, 4))),
                arguments("not first", RawPeer.data(1, 0, 0, 1)));
    }

    private static byte[] join(byte[] one, byte[] other) {
        byte[] both = java.util.Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void whatCannotBeIsAProtocolError(String what, byte[] frames) throws Exception {
        try (var peer = scene()) {
            peer.send(frames);
            assertEquals(CloseCode.PROTOCOL, peer.end.ended.get(20, TimeUnit.SECONDS), what);
            RawPeer.Frame last;
            do last = peer.next(); while (last.type() != 17);
            assertEquals(CloseCode.PROTOCOL.number(), last.body()[0]);
            assertEquals(0, peer.end.lane.remembered());
        }
    }

    @Test
    void aResumeOfMoreStreamsThanThereCanBeIsAProtocolError() throws Exception {
        var defaults = LinkSettings.defaults();
        var settings = new LinkSettings(4, 4, defaults.ping(), defaults.dead(), defaults.halfClosed(), defaults.drain(), defaults.contexts());
        for (int count : new int[] {32, 33}) try (var peer = new RawPeer(settings, new Budgets(64 << 20, 64 << 20),
                new LinkTerms(List.of(), _ -> true, 4, 4, 0, 65_536))) {
            byte[][] entries = new byte[count + 1][];
            entries[0] = CONTROL;
            for (int i = 1; i <= count; i++) entries[i] = entry(2 * i - 1, 0, 4, 0);
            peer.join().send(resume(1, 0, entries));
            RawPeer.Frame said;
            do said = peer.next(); while (said.type() == 11);
            assertEquals(count == 32 ? 6 : 17, said.type());
        }
    }

    @Test
    void aResumeThatDoesNotEndCostsItsLink() throws Exception {
        var defaults = LinkSettings.defaults();
        var settings = new LinkSettings(16_384, 4, Duration.ofMillis(40), Duration.ofMillis(80), defaults.halfClosed(), defaults.drain(),
                defaults.contexts());
        try (var peer = new RawPeer(settings, new Budgets(64 << 20, 64 << 20), LinkTerms.plain())) {
            peer.join();
            String loss = null;
            for (long id = 1; id < 20_000 && !String.valueOf(loss).contains("RESUME"); id += 2) {
                peer.send(resume(0, 0, entry(id, 0, 4, 0)));
                // a peer that is never silent for long
                loss = peer.end.losses.poll(5, TimeUnit.MILLISECONDS);
            }
            assertEquals("the peer did not come to the end of its RESUME", loss);
        }
    }

    @Test
    void aResumeOfManyFramesIsWrittenAsThePeerReads() throws Exception {
        try (var peer = new RawPeer()) {
            peer.end.outlivesLinks = true;
            int count = 12_000;
            for (long id = 1; id < 2 * count; id += 2) peer.send(RawPeer.open(id));
            for (int i = 0; i < count; i++) assertEquals(3, peer.next().type());
            peer.join();
            int entries = 0;
            for (boolean isWhole = false; !isWhole;) {
                var said = peer.next();
                assertEquals(11, said.type());
                isWhole = said.body()[0] == 1;
                entries += (said.body().length - 7) / 16;
            }
            assertEquals(count + 1, entries);
            // none of them is known to the peer: all are forgotten
            peer.send(resume(1, 0, CONTROL));
            while (peer.end.lane.remembered() > 0) Thread.onSpinWait();
        }
    }

    @Test
    void aStreamThatThePeerHasForgottenHasEndedInOrder() throws Exception {
        try (var peer = new RawPeer()) {
            peer.end.outlivesLinks = true;
            var target = LocalPair.open();
            var heard = new LinkPair.EndOfStream();
            peer.end.targets.add(new LinkPair.Target(target.edge(), "off", heard));
            peer.send(RawPeer.open(1), RawPeer.data(1, 0, 0, 8), RawPeer.fin(1, 8));
            assertEquals(8, Traffic.readAll(target.app()).length);
            Traffic.write(target.app(), "answer");
            target.app().shutdownOutput();
            while (peer.next().type() != 5) continue;
            peer.join().send(resume(1, 0, CONTROL));
            assertEquals(CloseCode.NORMAL, heard.await());
            assertEquals(8, heard.sent);
            assertEquals(11, peer.next().type());
            peer.send(RawPeer.open(3));
            while (peer.next().type() != 3) continue;
            assertEquals(1, peer.end.lane.remembered());
        }
    }

    @Test
    void everyTombstoneOfThePeerIsAnsweredAlsoOfForgottenStreams() throws Exception {
        try (var peer = scene()) {
            assertEquals(11, peer.next().type());
            peer.send(resume(1, 4, CONTROL, entry(1, 0, 4, 0), entry(2, 0, 3, 14), entry(3, 0, 4, 0), entry(4, 0, 4, 3), entry(5, 0, 4, 0)));
            for (long id = 1; id <= 5; id++) {
                var answer = peer.next();
                assertEquals(id, answer.stream());
                assertEquals(6, answer.type());
                assertEquals(1, answer.body()[1]);
            }
            assertEquals(0, peer.end.lane.remembered());
            assertEquals(0, peer.end.lane.liveStreams());
        }
    }

    @Test
    void ourTombstonesWaitForTheirAnswersAndGoWhenThePeerDoesNotListThem() throws Exception {
        try (var peer = scene()) {
            peer.end.loop.ask(() -> peer.end.lane.reset(_ -> true, CloseCode.POLICY, "by a test")).get();
            peer.join();
            peer.send(resume(1, 2, CONTROL, ONE, TWO));
            var said = peer.next();
            assertEquals(entryAt(said, 2), 4);
            while (peer.end.lane.remembered() > 2) Thread.onSpinWait();
            peer.send(RawPeer.reset(1, 0, 1), RawPeer.reset(2, 0, 1));
            while (peer.end.lane.remembered() > 0) Thread.onSpinWait();
            assertFalse(peer.end.ended.isDone());
        }
    }

    /// The state in the entry with this place.
    private static int entryAt(RawPeer.Frame resume, int place) {
        return resume.body()[7 + 16 * place + 14];
    }

    @Test
    void anAnswerThatWasNotSentDiesWithItsLink() throws Exception {
        try (var peer = scene()) {
            assertEquals(11, peer.next().type());
            peer.send(resume(1, 4, CONTROL, entry(1, 0, 4, 0), TWO, THREE, FOUR));
            while (peer.end.lane.remembered() > 3) Thread.onSpinWait();
            // the peer asks again on the next link, and is answered once
            peer.join().send(resume(1, 4, CONTROL, entry(1, 0, 4, 0), TWO, THREE, FOUR));
            assertEquals(11, peer.next().type());
            var answer = peer.next();
            assertEquals(6, answer.type());
            peer.send(RawPeer.reset(3, 0, 0));
            var next = peer.next();
            assertTrue(next.type() == 6 && next.stream() == 3, next::toString);
        }
    }
}
