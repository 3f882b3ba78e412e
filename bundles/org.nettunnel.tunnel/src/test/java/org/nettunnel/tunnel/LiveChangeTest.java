package org.nettunnel.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.api.crypto.KnownAnswer;
import org.nettunnel.api.crypto.Opener;
import org.nettunnel.api.crypto.Sealer;
import org.nettunnel.api.crypto.Suite;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.LinkFacts;
import org.nettunnel.api.tunnel.StreamObserver;
import org.nettunnel.api.tunnel.StreamOffer;
import org.nettunnel.api.tunnel.TunnelState;
import org.nettunnel.api.tunnel.TunnelStatus;
import org.nettunnel.crypto.jdk.AesGcmSuite;
import org.nettunnel.crypto.jdk.ChaChaSuite;
import org.nettunnel.tunnel.fixtures.LocalPair;

/// Bundles of suites come and go at two engines that are connected: the links follow, and what runs goes on.
@Timeout(90)
class LiveChangeTest {
    private final Suite chaCha = new ChaChaSuite();
    private TestNode outer;
    private TestNode inner;
    private SocketChannel client;
    private SocketChannel server;

    @BeforeEach
    void open() throws Exception {
        outer = new TestNode("outer");
        inner = new TestNode("inner");
        for (TestNode node : List.of(outer, inner)) node.service.providers().addSuite(chaCha, 50);
        var halves = TestNode.tunnel(outer);
        outer.service.apply(List.of(halves.inbound()));
        inner.service.apply(List.of(halves.outbound()));
        assertEquals("established", inner.next());
        assertEquals("established", outer.next());
        try (var target = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            var endpoint = EndpointId.random();
            inner.targets.put(endpoint, (InetSocketAddress) target.getLocalAddress());
            var local = LocalPair.open();
            outer.service.open(new StreamOffer(halves.inbound().id(), endpoint, "127.0.0.1:9", "off"), local.edge(), new Quiet());
            client = local.app();
            server = target.accept();
        }
        echo("before");
    }

    private static final class Quiet implements StreamObserver {
        @Override
        public void opened() {}

        @Override
        public void ended(CloseCode code, String reason, long receivedBytes, long sentBytes) {}
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        server.close();
        inner.close();
        outer.close();
    }

    private void echo(String text) throws Exception {
        client.write(ByteBuffer.wrap(text.getBytes()));
        var got = ByteBuffer.allocate(text.length());
        while (got.hasRemaining()) if (server.read(got) < 0) throw new AssertionError("the stream ended at " + text);
        assertEquals(text, new String(got.array()));
    }

    private static List<LinkFacts> links(TestNode node) {
        return node.service.states().getFirst().status() instanceof TunnelStatus.Established(_, var links) ? links : List.of();
    }

    private static TunnelState.Links history(TestNode node) {
        return node.service.states().getFirst().links();
    }

    private void awaitSuite(String suite) {
        await("suite " + suite, () -> List.of(inner, outer).stream()
                .allMatch(node -> !links(node).isEmpty() && links(node).stream().allMatch(link -> link.suite().equals(suite))));
    }

    private void await(String what, BooleanSupplier come) {
        for (long end = System.nanoTime() + TestNode.SOON.toNanos(); !come.getAsBoolean();) {
            if (System.nanoTime() > end) throw new AssertionError("no " + what + ": " + links(inner) + ", " + links(outer));
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void runningLinksFollowTheSuitesOfBothNodes() throws Exception {
        var gone = inner.service.providers().suite("AES-256-GCM").orElseThrow();
        awaitSuite("AES-256-GCM");
        inner.service.providers().removeSuite(gone);
        awaitSuite("ChaCha20-Poly1305");
        echo("without AES");
        inner.service.providers().addSuite(gone, 100);
        awaitSuite("AES-256-GCM");
        echo("with AES again");
        var goneThere = outer.service.providers().suite("AES-256-GCM").orElseThrow();
        outer.service.providers().removeSuite(goneThere);
        awaitSuite("ChaCha20-Poly1305");
        echo("without AES at the other end");
        assertTrue(history(inner).rekeyed() >= 3, "exchanges " + history(inner));
        assertEquals(0, history(inner).resumed());
        assertTrue(links(outer).getFirst().epoch() >= 3);
    }

    @Test
    void anotherImplementationOfTheSameSuiteTakesOver() throws Exception {
        var before = inner.service.providers().suite("AES-256-GCM").orElseThrow();
        awaitSuite("AES-256-GCM");
        long rekeyed = history(inner).rekeyed();
        inner.service.providers().addSuite(new AesGcmSuite(), 200);
        await("exchange", () -> history(inner).rekeyed() > rekeyed && history(outer).rekeyed() > rekeyed);
        assertTrue(inner.service.providers().suite("AES-256-GCM").orElseThrow() != before);
        inner.service.providers().removeSuite(before);
        echo("under the same suite of another bundle");
        awaitSuite("AES-256-GCM");
    }

    /// As one whose bundle was stopped under it.
    private static final class Failing implements Suite {
        private final Suite good = new AesGcmSuite();
        volatile boolean isStopped;

        @Override
        public String name() {
            return "Failing-1";
        }

        @Override
        public int keyBytes() {
            return 32;
        }

        @Override
        public int tagBytes() {
            return 16;
        }

        @Override
        public Sealer sealer(byte[] key) {
            Sealer mine = good.sealer(key);
            return (nonce, associated, plain, offset, length, sealed, at) -> {
                if (isStopped) throw new IllegalStateException("the bundle was stopped");
                return mine.seal(nonce, associated, plain, offset, length, sealed, at);
            };
        }

        @Override
        public Opener opener(byte[] key) {
            return good.opener(key);
        }

        @Override
        public List<KnownAnswer> knownAnswers() {
            return good.knownAnswers();
        }
    }

    @Test
    void aSuiteThatFailsAtWorkCostsItsLinksAndNotTheirStreams() throws Exception {
        var failing = new Failing();
        inner.service.providers().addSuite(failing, 200);
        outer.service.providers().addSuite(new Failing(), 200);
        awaitSuite("Failing-1");
        failing.isStopped = true;
        client.write(ByteBuffer.wrap("on the way".getBytes()));
        await("lost link", () -> history(outer).resumed() > 0 || links(outer).size() < 2);
        inner.service.providers().removeSuite(failing);
        awaitSuite("AES-256-GCM");
        var got = ByteBuffer.allocate("on the way".length());
        while (got.hasRemaining()) if (server.read(got) < 0) throw new AssertionError("the stream ended");
        echo("over the next link");
    }
}
