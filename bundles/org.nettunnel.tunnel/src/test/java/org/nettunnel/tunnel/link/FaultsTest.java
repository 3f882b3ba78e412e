package org.nettunnel.tunnel.link;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.wire.LinkSettings;
import org.nettunnel.tunnel.fixtures.Fault;
import org.nettunnel.tunnel.link.LinkPair.Carriage;

/// What a bad wire can do: end streams, once each, with a reason; never change what they deliver.
@Timeout(120)
class FaultsTest {
    private static final int LENGTH = 300_000;

    private static byte[] bytes() {
        byte[] all = new byte[LENGTH];
        new Random(7).nextBytes(all);
        return all;
    }

    /// Sends through a wire with a fault; what arrives must be the beginning of what was sent.
    private static void prefixHolds(Fault forth, Fault back, CloseCode... codes) throws Exception {
        byte[] all = bytes();
        try (var pair = new LinkPair(Carriage.PIPE, forth, back, new LinkPair.Options()); var connection = pair.connect()) {
            var got = Traffic.async(() -> Traffic.readAll(connection.server()));
            var gotBack = Traffic.async(() -> Traffic.readAll(connection.client()));
            Traffic.async(() -> {
                Traffic.write(connection.client(), ByteBuffer.wrap(all));
                return 0;
            });
            Traffic.async(() -> {
                Traffic.write(connection.server(), ByteBuffer.wrap(all));
                return 0;
            });
            CloseCode code = connection.clientEnd().await();
            assertTrue(Arrays.asList(codes).contains(code), code + ": " + connection.clientEnd().reason);
            assertTrue(!connection.clientEnd().reason.isBlank());
            pair.outer.ended.get(20, TimeUnit.SECONDS);
            // where the stream never reached the other end nobody closes its target
            connection.server().shutdownOutput();
            if (!connection.serverEnd().code.isDone()) connection.server().close();
            assertPrefix(all, got.get(20, TimeUnit.SECONDS));
            assertPrefix(all, gotBack.get(20, TimeUnit.SECONDS));
        }
    }

    private static void assertPrefix(byte[] all, byte[] got) {
        assertTrue(got.length <= all.length);
        assertArrayEquals(Arrays.copyOf(all, got.length), got);
    }

    @Test
    void aCutAtAnyByteEndsEveryStreamOnceAndDeliversAPrefix() throws Exception {
        Random random = new Random(42);
        for (int i = 0; i < 25; i++) {
            long after = i < 10 ? i * 7L : random.nextInt(LENGTH);
            if (random.nextBoolean()) prefixHolds(new Fault.Cut(after), new Fault.None(), CloseCode.SESSION_GONE);
            else prefixHolds(new Fault.None(), new Fault.Cut(after), CloseCode.SESSION_GONE);
        }
    }

    @Test
    void aFlippedBitEndsTheLinkAndNothingBehindItIsDelivered() throws Exception {
        Random random = new Random(43);
        for (int i = 0; i < 25; i++) {
            long at = i < 8 ? i : random.nextInt(LENGTH);
            // a flipped length may read as a record too large, or as one that waits for more: then the cut behind it ends it
            prefixHolds(new Fault.Flip(at, 1 << random.nextInt(8)), new Fault.Cut(2 * LENGTH / 3), CloseCode.SESSION_GONE, CloseCode.PROTOCOL);
        }
    }

    @Test
    void aSilentPeerIsGivenUp() throws Exception {
        var options = new LinkPair.Options();
        var defaults = LinkSettings.defaults();
        options.innerSettings = new LinkSettings(defaults.streams(), defaults.unanswered(), java.time.Duration.ofMillis(100),
                java.time.Duration.ofMillis(400), defaults.halfClosed(), defaults.drain(), defaults.contexts());
        try (var pair = new LinkPair(Carriage.PIPE, new Fault.None(), new Fault.Stall(500), options); var connection = pair.connect()) {
            assertEquals(CloseCode.TIMEOUT, pair.inner.ended.get(20, TimeUnit.SECONDS));
            assertTrue(pair.inner.endReason.get().contains("silent"));
            assertEquals(CloseCode.TIMEOUT, connection.clientEnd().await());
        }
    }

    @Test
    void aLinkWithoutTrafficLivesOnPings() throws Exception {
        var options = new LinkPair.Options();
        var defaults = LinkSettings.defaults();
        options.innerSettings = new LinkSettings(defaults.streams(), defaults.unanswered(), java.time.Duration.ofMillis(60),
                java.time.Duration.ofMillis(3000), defaults.halfClosed(), defaults.drain(), defaults.contexts());
        try (var pair = new LinkPair(Carriage.TCP, new Fault.None(), new Fault.None(), options)) {
            long before = pair.outerLink.receivedBytes();
            // only PINGs can bring these
            while (pair.outerLink.receivedBytes() < before + 200) Thread.onSpinWait();
            assertTrue(pair.innerLink.roundTripNanos() > 0);
            assertTrue(!pair.inner.ended.isDone());
        }
    }
}
