package org.nettunnel.tunnel.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.fixtures.LocalPair;

/// What a peer may not say, and what it may say to streams that are gone.
@Timeout(60)
class ViolationsTest {
    static Stream<Arguments> wrong() {
        byte[] none = {};
        long huge = 1L << 62;
        return Stream.of(
                arguments("a type nobody has", RawPeer.frame(99, 0, none), CloseCode.PROTOCOL),
                arguments("type 0", RawPeer.frame(0, 0, none), CloseCode.PROTOCOL),
                arguments("RESUME on a first link", RawPeer.resume(1, 0), CloseCode.PROTOCOL),
                arguments("a header cut short", new byte[] {4, 0, 0}, CloseCode.PROTOCOL),
                arguments("a body cut short", java.util.Arrays.copyOf(RawPeer.data(1, 0, 0, 100), 60), CloseCode.PROTOCOL),
                arguments("OPEN of another kind", RawPeer.frame(1, 3, new byte[] {7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}), CloseCode.PROTOCOL),
                arguments("OPEN with an id of ours", RawPeer.open(2), CloseCode.PROTOCOL),
                arguments("OPEN with an old id", RawPeer.open(1), CloseCode.PROTOCOL),
                arguments("OPEN of stream 0", RawPeer.open(0), CloseCode.PROTOCOL),
                arguments("OPENED of a stream of its own", RawPeer.frame(2, 1, none), CloseCode.PROTOCOL),
                arguments("OPENED with a body", RawPeer.frame(2, 1, new byte[1]), CloseCode.PROTOCOL),
                arguments("REFUSED of a stream of its own", RawPeer.frame(3, 1, new byte[1]), CloseCode.PROTOCOL),
                arguments("DATA without bytes", RawPeer.data(1, 0, 0, 0), CloseCode.PROTOCOL),
                arguments("DATA that leaves a gap", RawPeer.data(1, 1, 0, 1), CloseCode.PROTOCOL),
                arguments("DATA with unknown flags", RawPeer.data(1, 0, 4, 1), CloseCode.PROTOCOL),
                arguments("the end of a context that there is not", RawPeer.data(1, 0, 4, 0), CloseCode.PROTOCOL),
                arguments("DATA with a context that is not compressed", RawPeer.data(1, 0, 2, 1), CloseCode.PROTOCOL),
                arguments("compressed DATA where nothing was agreed", RawPeer.data(1, 0, 3, 8), CloseCode.PROTOCOL),
                arguments("DATA of a stream never opened", RawPeer.data(5, 0, 0, 1), CloseCode.PROTOCOL),
                arguments("DATA of a stream that we never opened", RawPeer.data(4, 0, 0, 1), CloseCode.PROTOCOL),
                arguments("DATA at an offset out of range", RawPeer.data(1, huge, 0, 1), CloseCode.PROTOCOL),
                arguments("CREDIT out of range", RawPeer.credit(1, 0, -1), CloseCode.PROTOCOL),
                arguments("CREDIT for what was never sent", RawPeer.credit(1, 5, 70_000), CloseCode.FLOW_CONTROL),
                arguments("FIN below what was received", RawPeer.fin(1, 0), CloseCode.FLOW_CONTROL),
                arguments("FIN before its data", RawPeer.fin(1, 11), CloseCode.PROTOCOL),
                arguments("FIN of stream 0", RawPeer.fin(0, 0), CloseCode.PROTOCOL),
                arguments("RESET of stream 0", RawPeer.reset(0, 0, 0), CloseCode.PROTOCOL),
                arguments("RESET with unknown flags", RawPeer.reset(1, 0, 2), CloseCode.PROTOCOL),
                arguments("PING of a stream", RawPeer.frame(9, 1, new byte[8]), CloseCode.PROTOCOL),
                arguments("a control message that is too long", controlMessage(), CloseCode.PROTOCOL));
    }

    private static byte[] controlMessage() {
        byte[] frame = RawPeer.data(0, 0, 0, 4);
        frame[frame.length - 4] = 1;
        return frame;
    }

    /// Stream 1 is open and has received ten bytes of offset 0… but for the cases that need it fresh.
    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void endsTheLinkWithTheCode(String what, byte[] frame, CloseCode code) throws Exception {
        try (var peer = new RawPeer()) {
            LocalPair target = LocalPair.open();
            var heard = new LinkPair.EndOfStream();
            peer.end.targets.add(new LinkPair.Target(target.edge(), "off", heard));
            peer.send(RawPeer.open(1));
            assertEquals(2, peer.next().type());
            boolean wantsBytes = what.startsWith("FIN below") || what.startsWith("FIN before");
            if (wantsBytes) peer.send(RawPeer.data(1, 0, 0, 10));
            peer.send(frame);
            assertEquals(code, peer.end.ended.get(20, TimeUnit.SECONDS), () -> peer.end.endReason.join());
            RawPeer.Frame last;
            do last = peer.next(); while (last.type() != 17);
            assertEquals(code.number(), last.body()[0]);
            assertEquals(code, heard.await());
            target.app().close();
        }
    }

    @Test
    void moreThanTheCreditIsCodeFive() throws Exception {
        try (var peer = new RawPeer()) {
            peer.end.acceptor = _ -> {};
            peer.send(RawPeer.open(1)).send(RawPeer.data(1, 0, 0, 65_536)).send(RawPeer.data(1, 65_536, 0, 1));
            assertEquals(CloseCode.FLOW_CONTROL, peer.end.ended.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void dataBehindFinIsCodeFive() throws Exception {
        try (var peer = new RawPeer()) {
            peer.end.acceptor = _ -> {};
            peer.send(RawPeer.open(1), RawPeer.fin(1, 0), RawPeer.data(1, 0, 0, 1));
            assertEquals(CloseCode.FLOW_CONTROL, peer.end.ended.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void twoDifferentFinsAreCodeFive() throws Exception {
        try (var peer = new RawPeer()) {
            peer.end.acceptor = _ -> {};
            peer.send(RawPeer.open(1), RawPeer.fin(1, 0), RawPeer.fin(1, 0), RawPeer.fin(1, 1));
            assertEquals(CloseCode.FLOW_CONTROL, peer.end.ended.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void aRecordTooLongOrTooShortIsAViolation() throws Exception {
        for (byte[] length : new byte[][] {{0, 0, 16}, {0, 0, 0}, {(byte) 0xff, 0, 0}}) try (var peer = new RawPeer()) {
            peer.bytes(length);
            assertEquals(CloseCode.PROTOCOL, peer.end.ended.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void answersResetsAndRefusalsAlsoOfStreamsThatAreGone() throws Exception {
        try (var peer = new RawPeer()) {
            peer.send(RawPeer.open(1));
            var refused = peer.next();
            assertEquals(3, refused.type());
            assertEquals(CloseCode.TARGET_REFUSED.number(), refused.body()[0]);
            peer.send(RawPeer.reset(1, 0, 1));
            peer.send(RawPeer.reset(1, 0, 0));
            assertArrayEquals(new byte[] {0, 1}, peer.next().body());
            peer.send(RawPeer.reset(1, 0, 0));
            var again = peer.next();
            assertEquals(6, again.type());
            assertArrayEquals(new byte[] {0, 1}, again.body());
            peer.send(RawPeer.reset(1, 0, 1));
            assertFalse(peer.end.ended.isDone());
        }
    }

    @Test
    void aTombstoneCountsUntilItsAnswerComes() throws Exception {
        try (var peer = new RawPeer()) {
            peer.send(RawPeer.open(1));
            assertEquals(3, peer.next().type());
            assertFalse(peer.end.loop.ask(peer.end.lane.book::isEmpty).get());
            // frames that were on their way are ignored
            peer.send(RawPeer.data(1, 0, 0, 10), RawPeer.fin(1, 10), RawPeer.credit(1, 0, 100_000));
            peer.send(RawPeer.reset(1, 0, 1));
            peer.send(RawPeer.reset(1, 0, 0));
            assertEquals(6, peer.next().type());
            assertEquals(true, peer.end.loop.ask(peer.end.lane.book::isEmpty).get());
        }
    }

    @Test
    void dataThatWasReceivedAlreadyIsDropped() throws Exception {
        try (var peer = new RawPeer()) {
            LocalPair target = LocalPair.open();
            peer.end.targets.add(new LinkPair.Target(target.edge(), "off", new LinkPair.EndOfStream()));
            peer.send(RawPeer.open(1), RawPeer.data(1, 0, 0, 10), RawPeer.data(1, 0, 0, 10), RawPeer.data(1, 5, 0, 5), RawPeer.data(1, 10, 0, 1),
                    RawPeer.fin(1, 11));
            assertEquals(11, Traffic.readAll(target.app()).length);
            target.app().close();
        }
    }

    @Test
    void aFloodOfOpensIsCodeFour() throws Exception {
        try (var peer = new RawPeer()) {
            var reader = Traffic.async(() -> {
                for (;;) peer.next();
            });
            try {
                for (long id = 1; !peer.end.ended.isDone(); id += 20) peer.send(RawPeer.open(id), RawPeer.open(id + 2), RawPeer.open(id + 4),
                        RawPeer.open(id + 6), RawPeer.open(id + 8), RawPeer.open(id + 10), RawPeer.open(id + 12), RawPeer.open(id + 14), RawPeer.open(id + 16), RawPeer.open(id + 18));
            } catch (java.io.IOException closed) {
                // the link had enough
            }
            assertEquals(CloseCode.BUSY, peer.end.ended.get(20, TimeUnit.SECONDS));
            reader.handle((_, _) -> 0).get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void aFloodOfPingsOrCreditsIsCodeOne() throws Exception {
        for (byte[] frame : new byte[][] {RawPeer.frame(9, 0, new byte[8]), RawPeer.credit(0, 0, 0)}) try (var peer = new RawPeer()) {
            try {
                for (int i = 0; i < 2_000 && !peer.end.ended.isDone(); i++) peer.send(frame);
            } catch (java.io.IOException closed) {
                // the link had enough
            }
            assertEquals(CloseCode.PROTOCOL, peer.end.ended.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void moreUnansweredOpensThanTwiceTheLimitAreRefused() throws Exception {
        try (var peer = new RawPeer()) {
            peer.end.acceptor = _ -> {};
            for (long id = 1; id <= 2 * 513; id += 2) peer.send(RawPeer.open(id));
            var refused = peer.next();
            assertEquals(3, refused.type());
            assertEquals(2 * 513 - 1, refused.stream());
            assertEquals(CloseCode.BUSY.number(), refused.body()[0]);
        }
    }
}
