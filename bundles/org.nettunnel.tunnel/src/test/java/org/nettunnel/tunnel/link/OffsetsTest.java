package org.nettunnel.tunnel.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.fixtures.LocalPair;

/// Offsets that a peer may say, at all edges: what is in order goes on, everything else ends the link with its code.
@Timeout(60)
class OffsetsTest {
    private static final long FIRST_OUTSIDE = 1L << 62;
    /// What the peer has sent before, and what it was sent.
    private static final int RECEIVED = 1_000;
    private static final int SENT = 500;
    private static final long[] EDGES = {0, 1, SENT, RECEIVED, 65_536, 1L << 31, 1L << 32, 1L << 48, FIRST_OUTSIDE, Long.MAX_VALUE, Long.MIN_VALUE};

    private static LongStream edges() {
        return Arrays.stream(EDGES).flatMap(edge -> LongStream.of(edge - 1, edge, edge + 1)).distinct();
    }

    private static boolean isOutside(long offset) {
        return offset < 0 || offset >= FIRST_OUTSIDE;
    }

    @TestFactory
    Stream<DynamicTest> dataFollowsWhatCameOrLiesWhollyBelow() {
        return each(at -> RawPeer.data(1, at, 0, 1), at -> isOutside(at) || at > RECEIVED ? CloseCode.PROTOCOL : null);
    }

    @TestFactory
    Stream<DynamicTest> finStandsBehindTheLastByte() {
        return each(at -> RawPeer.fin(1, at), at -> isOutside(at) || at > RECEIVED ? CloseCode.PROTOCOL : at < RECEIVED ? CloseCode.FLOW_CONTROL : null);
    }

    @TestFactory
    Stream<DynamicTest> noMoreIsDeliveredThanWasSent() {
        return each(at -> RawPeer.credit(1, at, 65_536), at -> isOutside(at) ? CloseCode.PROTOCOL : at > SENT ? CloseCode.FLOW_CONTROL : null);
    }

    @TestFactory
    Stream<DynamicTest> aLimitMayBeAnythingInRange() {
        return each(at -> RawPeer.credit(1, 0, at), at -> isOutside(at) ? CloseCode.PROTOCOL : null);
    }

    private Stream<DynamicTest> each(LongFunction<byte[]> frame, LongFunction<@Nullable CloseCode> due) {
        return edges().mapToObj(at -> DynamicTest.dynamicTest(Long.toString(at), () -> check(frame.apply(at), due.apply(at))));
    }

    private static void check(byte[] frame, @Nullable CloseCode due) throws Exception {
        LocalPair target = LocalPair.open();
        try (var peer = new RawPeer(); var app = target.app()) {
            peer.end.targets.add(new LinkPair.Target(target.edge(), "off", new LinkPair.EndOfStream()));
            peer.send(RawPeer.open(1), RawPeer.data(1, 0, 0, RECEIVED));
            Traffic.read(app, RECEIVED);
            Traffic.write(app, "x".repeat(SENT));
            for (int got = 0; got < SENT;) {
                var next = peer.next();
                if (next.type() == 4) got += next.body().length - 9;
            }
            // the answer to the second shows that the first was let pass
            peer.send(frame, RawPeer.reset(99, 0, 0));
            if (due != null) {
                assertEquals(due, peer.end.ended.get(20, TimeUnit.SECONDS));
                return;
            }
            var next = peer.next();
            while (next.type() != 6) {
                assertFalse(next.type() == 17, "GOAWAY " + next.body()[0]);
                next = peer.next();
            }
            assertEquals(99, next.stream());
        }
    }
}
