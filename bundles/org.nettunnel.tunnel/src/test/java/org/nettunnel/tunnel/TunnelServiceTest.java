package org.nettunnel.tunnel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.api.crypto.Opener;
import org.nettunnel.api.crypto.Sealer;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.StreamObserver;
import org.nettunnel.api.tunnel.StreamOffer;
import org.nettunnel.api.tunnel.StreamRefused;
import org.nettunnel.api.tunnel.TunnelStatus;
import org.nettunnel.crypto.jdk.AesGcmSuite;
import org.nettunnel.crypto.jdk.JdkSignatures;
import org.nettunnel.tunnel.fixtures.LocalPair;

@Timeout(60)
class TunnelServiceTest {
    /// Hears of one stream.
    private static final class Heard implements StreamObserver {
        final CompletableFuture<CloseCode> code = new CompletableFuture<>();
        volatile String reason = "";

        final CompletableFuture<Void> opened = new CompletableFuture<>();
        final CompletableFuture<Progress> progress = new CompletableFuture<>();

        @Override
        public void begins(Progress carries) {
            progress.complete(carries);
        }

        @Override
        public void opened() {
            opened.complete(null);
        }

        @Override
        public void ended(CloseCode why, String text, long receivedBytes, long sentBytes) {
            reason = text;
            code.complete(why);
        }
    }

    private static TestNode.Halves up(TestNode outer, TestNode inner) throws Exception {
        var halves = TestNode.tunnel(outer);
        outer.service.apply(List.of(halves.inbound()));
        inner.service.apply(List.of(halves.outbound()));
        assertEquals("established", inner.next());
        assertEquals("established", outer.next());
        return halves;
    }

    private static TunnelStatus status(TestNode node) {
        return node.service.states().getFirst().status();
    }

    private static void await(TestNode node, Predicate<TunnelStatus> wanted) throws InterruptedException {
        for (long end = System.nanoTime() + TestNode.SOON.toNanos(); !wanted.test(status(node)); Thread.onSpinWait())
            if (System.nanoTime() > end) throw new AssertionError("status stays " + status(node));
    }

    @Test
    void carriesAStreamThroughTwoEngines() throws Exception {
        try (var outer = new TestNode("outer"); var inner = new TestNode("inner");
                var target = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            var halves = up(outer, inner);
            assertEquals(inner.peer(), outer.pins.get(halves.inbound().id()));
            EndpointId endpoint = EndpointId.random();
            inner.targets.put(endpoint, (InetSocketAddress) target.getLocalAddress());
            var local = LocalPair.open();
            var heard = new Heard();
            outer.service.open(new StreamOffer(halves.inbound().id(), endpoint, "127.0.0.1:9", "off"), local.edge(), heard);
            local.app().write(ByteBuffer.wrap("ping".getBytes()));
            try (SocketChannel served = target.accept()) {
                ByteBuffer got = ByteBuffer.allocate(4);
                while (got.hasRemaining()) served.read(got);
                assertEquals("ping", new String(got.array()));
                heard.opened.get(20, TimeUnit.SECONDS);
                assertEquals(4, heard.progress.get(20, TimeUnit.SECONDS).receivedBytes().getAsLong());
                assertEquals(1, outer.service.streams().size());
                assertEquals("open", outer.service.streams().getFirst().state());
                assertTrue(outer.service.reset(outer.service.streams().getFirst().id(), CloseCode.RIGHTS_CHANGED));
                assertEquals(CloseCode.RIGHTS_CHANGED, heard.code.get(20, TimeUnit.SECONDS));
                assertThrows(java.io.IOException.class, () -> served.read(ByteBuffer.allocate(1)));
            }
            local.app().close();
            var facts = assertInstanceOf(TunnelStatus.Established.class, status(inner));
            assertEquals("AES-256-GCM", facts.links().getFirst().suite());
            assertEquals(1, outer.service.states().getFirst().traffic().totalStreams());
        }
    }

    @Test
    void tellsMessagesInOrderBothWays() throws Exception {
        try (var outer = new TestNode("outer"); var inner = new TestNode("inner")) {
            var halves = up(outer, inner);
            for (int i = 0; i < 100; i++) {
                assertTrue(outer.service.send(halves.inbound().id(), ("{\"n\":" + i + "}").getBytes()));
                assertTrue(inner.service.send(halves.inbound().id(), new byte[1 + i * 1000]));
            }
            assertTrue(inner.service.send(halves.inbound().id(), new byte[1 << 20]));
            for (int i = 0; i < 100; i++) {
                assertEquals("{\"n\":" + i + "}", new String(inner.messages.poll(20, TimeUnit.SECONDS)));
                assertEquals(1 + i * 1000, outer.messages.poll(20, TimeUnit.SECONDS).length);
            }
            assertEquals(1 << 20, outer.messages.poll(20, TimeUnit.SECONDS).length);
            assertThrows(IllegalArgumentException.class, () -> inner.service.send(halves.inbound().id(), new byte[(1 << 20) + 1]));
        }
    }

    @Test
    void isBackByItselfAfterTheWireIsCut() throws Exception {
        try (var outer = new TestNode("outer"); var inner = new TestNode("inner")) {
            var halves = up(outer, inner);
            inner.dialled.take().channel().shutdownInput();
            awaitResumed(inner);
            awaitResumed(outer);
            assertTrue(outer.service.send(halves.inbound().id(), "{}".getBytes()));
            assertNotNull(inner.messages.poll(20, TimeUnit.SECONDS));
            assertTrue(inner.events.isEmpty() && outer.events.isEmpty(), "a session that goes on is not told");
        }
    }

    private static void awaitResumed(TestNode node) {
        for (long end = System.nanoTime() + TestNode.SOON.toNanos(); node.service.states().getFirst().links().resumed() == 0; Thread.onSpinWait())
            if (System.nanoTime() > end) throw new AssertionError("not resumed: " + node.service.states());
    }

    @Test
    void dialsUntilTheOtherEndKnowsTheTunnel() throws Exception {
        try (var outer = new TestNode("outer"); var inner = new TestNode("inner")) {
            var halves = TestNode.tunnel(outer);
            inner.service.apply(List.of(halves.outbound()));
            await(inner, status -> status instanceof TunnelStatus.Waiting);
            outer.service.apply(List.of(halves.inbound()));
            assertEquals("established", inner.next());
        }
    }

    @Test
    void dialsAgainWhenTheOtherEndStopsAndStartsTheTunnel() throws Exception {
        try (var outer = new TestNode("outer"); var inner = new TestNode("inner")) {
            var halves = up(outer, inner);
            outer.service.apply(List.of(halves.inbound().withTrust(halves.inbound().trust().pinnedTo(inner.peer())).withStarted(false)));
            assertEquals("lost", inner.next());
            // each refusal makes it wait longer
            await(inner, status -> status instanceof TunnelStatus.Waiting waiting && waiting.attempt() > 3);
            assertInstanceOf(TunnelStatus.Stopped.class, status(outer));
            outer.service.apply(List.of(halves.inbound().withTrust(halves.inbound().trust().pinnedTo(inner.peer()))));
            assertEquals("established", inner.next());
        }
    }

    @Test
    void givesUpWhenTheTunnelWasRemovedAtTheOtherEnd() throws Exception {
        try (var outer = new TestNode("outer"); var inner = new TestNode("inner")) {
            up(outer, inner);
            outer.service.apply(List.of());
            assertEquals("lost", inner.next());
            await(inner, status -> status instanceof TunnelStatus.Failed);
        }
    }

    @Test
    void streamsOfATunnelThatIsRemovedHereHearThatAndNotOfTheOtherEnd() throws Exception {
        try (var outer = new TestNode("outer"); var inner = new TestNode("inner");
                var target = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            var halves = up(outer, inner);
            EndpointId endpoint = EndpointId.random();
            inner.targets.put(endpoint, (InetSocketAddress) target.getLocalAddress());
            var local = LocalPair.open();
            var heard = new Heard();
            outer.service.open(new StreamOffer(halves.inbound().id(), endpoint, "127.0.0.1:9", "off"), local.edge(), heard);
            heard.opened.get(20, TimeUnit.SECONDS);
            outer.service.apply(List.of());
            assertEquals(CloseCode.RIGHTS_CHANGED, heard.code.get(20, TimeUnit.SECONDS));
            assertEquals("the tunnel was removed", heard.reason);
            local.app().close();
        }
    }

    @Test
    void refusesAnotherIdentityWithTheSameKey() throws Exception {
        try (var outer = new TestNode("outer"); var inner = new TestNode("inner"); var thief = new TestNode("thief")) {
            var halves = up(outer, inner);
            thief.service.apply(List.of(halves.outbound()));
            await(thief, status -> status instanceof TunnelStatus.Waiting || status instanceof TunnelStatus.Failed);
            assertInstanceOf(TunnelStatus.Established.class, status(inner));
        }
    }

    @Test
    void aSecondHandshakeOfTheSamePeerEndsTheFirstSession() throws Exception {
        try (var outer = new TestNode("outer"); var inner = new TestNode("inner"); var twin = new TestNode("inner", TestNode.settings(), inner.key)) {
            var halves = up(outer, inner);
            // the same identity from a fresh process: it has forgotten its session
            twin.service.apply(List.of(halves.outbound()));
            assertEquals("established", twin.next());
            assertEquals("lost", inner.next());
            assertEquals("lost", outer.next());
        }
    }

    @Test
    @Timeout(9)
    void whoHoldsManySilentConnectionsLosesAllBut64AtOnce() throws Exception {
        try (var outer = new TestNode("outer")) {
            var closed = new CountDownLatch(16);
            var silent = new ArrayList<SocketChannel>();
            for (int i = 0; i < 80; i++) {
                var connection = SocketChannel.open(new InetSocketAddress(outer.address().host(), outer.address().port()));
                silent.add(connection);
                Thread.startVirtualThread(() -> {
                    try {
                        if (connection.read(ByteBuffer.allocate(1)) < 0) closed.countDown();
                    } catch (java.io.IOException reset) {
                        closed.countDown();
                    }
                });
            }
            assertTrue(closed.await(8, TimeUnit.SECONDS), "the others go only at the deadline of ten seconds");
            for (var connection : silent) connection.close();
        }
    }

    @Test
    void aTunnelThatWasStoppedDuringAHandshakeStaysStopped() throws Exception {
        try (var outer = new TestNode("outer"); var inner = new TestNode("inner")) {
            var halves = TestNode.tunnel(outer);
            outer.service.apply(List.of(halves.inbound()));
            outer.whilePinning = () -> outer.service.apply(List.of(halves.inbound().withStarted(false)));
            inner.service.apply(List.of(halves.outbound()));
            await(inner, status -> status instanceof TunnelStatus.Waiting);
            assertInstanceOf(TunnelStatus.Stopped.class, status(outer));
            assertTrue(inner.events.isEmpty(), inner.events.toString());
            assertTrue(outer.events.isEmpty(), outer.events.toString());
        }
    }

    @Test
    void dialsNobodyWhileTheCryptographyIsMissing() throws Exception {
        try (var outer = new TestNode("outer"); var inner = new TestNode("inner")) {
            var gone = new JdkSignatures();
            inner.service.providers().signatures(gone);
            inner.service.providers().withoutSignatures(gone);
            inner.service.apply(List.of(TestNode.tunnel(outer).outbound()));
            await(inner, status -> status instanceof TunnelStatus.Waiting);
            assertTrue(inner.dialled.isEmpty(), "a wire that nobody would close");
        }
    }

    @Test
    void theKeysOfALinkAreWipedOnceItsCiphersAreMade() throws Exception {
        var keys = new CopyOnWriteArrayList<byte[]>();
        try (var outer = new TestNode("outer"); var inner = new TestNode("inner")) {
            outer.service.providers().addSuite(new WatchedSuite(keys), 200);
            up(outer, inner);
            // two of the self test for its known answer and its records, two of the handshake and two of the link
            assertTrue(keys.size() >= 6, keys.size() + " keys");
            keys.removeIf(key -> key[5] == 5 && IntStream.range(0, 32).allMatch(i -> i == 5 || key[i] == 0));
            for (byte[] key : keys) assertArrayEquals(new byte[32], key);
        }
    }

    /// Keeps the very arrays that it is given as keys.
    private static final class WatchedSuite extends AesGcmSuite {
        private final List<byte[]> keys;

        WatchedSuite(List<byte[]> keys) {
            this.keys = keys;
        }

        @Override
        public Sealer sealer(byte[] key) {
            keys.add(key);
            return super.sealer(key);
        }

        @Override
        public Opener opener(byte[] key) {
            keys.add(key);
            return super.opener(key);
        }
    }

    @Test
    void namesTheReasonWhenATunnelIsDown() throws Exception {
        try (var inner = new TestNode("inner")) {
            var halves = TestNode.tunnel(inner);
            inner.service.apply(List.of(halves.inbound()));
            var local = LocalPair.open();
            var refused = assertThrows(StreamRefused.class,
                    () -> inner.service.open(new StreamOffer(halves.inbound().id(), EndpointId.random(), "me", "off"), local.edge(), new Heard()));
            assertEquals(CloseCode.SESSION_GONE, refused.code());
            assertTrue(refused.getMessage().contains("not connected yet"), refused.getMessage());
            assertThrows(java.io.IOException.class, () -> local.app().read(ByteBuffer.allocate(1)));
            assertFalse(inner.service.send(halves.inbound().id(), "{}".getBytes()));
        }
    }

    @Test
    void saysGoodbyeWhenTheNodeStopsAndLetsStreamsEnd() throws Exception {
        try (var outer = new TestNode("outer"); var inner = new TestNode("inner")) {
            up(outer, inner);
            outer.service.close();
            assertEquals("lost", inner.next());
            await(inner, status -> status instanceof TunnelStatus.Waiting);
        }
    }
}
