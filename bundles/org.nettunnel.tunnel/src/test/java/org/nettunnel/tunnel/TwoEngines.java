package org.nettunnel.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.LinkFacts;
import org.nettunnel.api.tunnel.StreamObserver;
import org.nettunnel.api.tunnel.StreamOffer;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelState;
import org.nettunnel.api.tunnel.TunnelStatus;
import org.nettunnel.tunnel.fixtures.LocalPair;

/// Two engines with one tunnel, which `inner` dials, and one stream in it.
final class TwoEngines implements AutoCloseable {
    final TestNode outer = new TestNode("outer");
    final TestNode inner = new TestNode("inner");
    private TestNode.Halves halves = TestNode.tunnel(outer);
    private SocketChannel client;
    private SocketChannel server;
    private volatile boolean isDark;

    /// What is done while there is no link.
    interface Doing {
        void run() throws Exception;
    }

    TwoEngines() throws IOException {
        inner.wrapping = wire -> {
            if (isDark) wire.close();
            return wire;
        };
    }

    void connect() throws Exception {
        outer.service.apply(List.of(halves.inbound()));
        inner.service.apply(List.of(halves.outbound()));
        assertEquals("established", inner.next());
        assertEquals("established", outer.next());
        try (var target = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            var endpoint = EndpointId.random();
            inner.targets.put(endpoint, (InetSocketAddress) target.getLocalAddress());
            var local = LocalPair.open();
            outer.service.open(new StreamOffer(halves.inbound().id(), endpoint, "127.0.0.1:9", "deflate"), local.edge(), new Quiet());
            client = local.app();
            server = target.accept();
        }
    }

    private static final class Quiet implements StreamObserver {
        @Override
        public void opened() {}

        @Override
        public void ended(CloseCode code, String reason, long receivedBytes, long sentBytes) {}
    }

    List<TestNode> both() {
        return List.of(inner, outer);
    }

    TunnelId tunnel() {
        return halves.inbound().id();
    }

    /// The stream lives still, and in order.
    void echo(String text) throws IOException {
        client.write(ByteBuffer.wrap(text.getBytes()));
        var got = ByteBuffer.allocate(text.length());
        while (got.hasRemaining()) if (server.read(got) < 0) throw new AssertionError("the stream ended at " + text);
        assertEquals(text, new String(got.array()));
    }

    static List<LinkFacts> links(TestNode node) {
        return node.service.states().getFirst().status() instanceof TunnelStatus.Established(_, var links) ? links : List.of();
    }

    private TunnelState.Links history() {
        return inner.service.states().getFirst().links();
    }

    long rekeyed() {
        return history().rekeyed();
    }

    long resumed() {
        return history().resumed();
    }

    void awaitSuite(String suite) {
        await("suite " + suite, () -> both().stream()
                .allMatch(node -> !links(node).isEmpty() && links(node).stream().allMatch(link -> link.suite().equals(suite))));
    }

    void await(String what, BooleanSupplier come) {
        for (long end = System.nanoTime() + TestNode.SOON.toNanos(); !come.getAsBoolean();) {
            if (System.nanoTime() > end) throw new AssertionError("no " + what + ": " + links(inner) + ", " + links(outer));
            LockSupport.parkNanos(1_000_000);
        }
    }

    /// Cuts all links and lets none come meanwhile.
    void parked(Doing doing) throws Exception {
        isDark = true;
        inner.service.cut(tunnel());
        await("end of the links", () -> both().stream().allMatch(node -> links(node).isEmpty()));
        doing.run();
        isDark = false;
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
        inner.close();
        outer.close();
    }
}
