package org.nettunnel.tunnel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.StreamObserver;
import org.nettunnel.api.tunnel.StreamOffer;
import org.nettunnel.api.tunnel.TunnelConfig.Outage;
import org.nettunnel.api.tunnel.TunnelState;
import org.nettunnel.api.tunnel.TunnelStatus;
import org.nettunnel.crypto.jdk.JdkSignatures;
import org.nettunnel.tunnel.fixtures.LocalPair;

/// Two engines with sessions of two lanes, a door between them that can be shut, and applications that talk through it.
abstract class TwoNodes {
    static final int LANES = 2;
    static final Outage SHORT = new Outage(Duration.ofMillis(300), Duration.ofMillis(200));
    static final Duration FAREWELL = Duration.ofSeconds(1);
    final EndpointId endpoint = EndpointId.random();
    TestNode outer;
    TestNode inner;
    Door door;
    ServerSocketChannel target;
    TestNode.Halves halves;

    @BeforeEach
    void twoNodes() throws IOException {
        outer = node("outer");
        inner = node("inner");
        door = new Door(outer);
        target = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        inner.targets.put(endpoint, (InetSocketAddress) target.getLocalAddress());
        var direct = TestNode.tunnel(outer);
        halves = new TestNode.Halves(direct.inbound(), door.by(direct.outbound()));
    }

    @AfterEach
    void close() throws IOException {
        inner.close();
        outer.close();
        door.close();
        target.close();
    }

    static TestNode node(String name) throws IOException {
        var settings = TestNode.settings();
        return new TestNode(name, new TunnelSettings(2, LANES, settings.link(), settings.dialTimeout(), settings.redial(), FAREWELL),
                new JdkSignatures().generate());
    }

    void up(Outage outage) throws Exception {
        halves = new TestNode.Halves(halves.inbound().withOutage(outage), halves.outbound().withOutage(outage));
        outer.service.apply(List.of(halves.inbound()));
        inner.service.apply(List.of(halves.outbound()));
        assertEquals("established", inner.next());
        assertEquals("established", outer.next());
        await(() -> links(inner) == LANES && links(outer) == LANES, "both lanes");
    }

    static TunnelState state(TestNode node) {
        return node.service.states().getFirst();
    }

    static int links(TestNode node) {
        return state(node).status() instanceof TunnelStatus.Established(_, var links) ? links.size() : 0;
    }

    void await(BooleanSupplier wanted, String what) {
        for (long end = System.nanoTime() + TestNode.SOON.toNanos(); !wanted.getAsBoolean(); Thread.onSpinWait())
            if (System.nanoTime() > end) throw new AssertionError("not in time: " + what + "; " + inner.service.states() + outer.service.states());
    }

    void await(TestNode node, Predicate<TunnelStatus> wanted) {
        await(() -> wanted.test(state(node).status()), "the status");
    }

    /// Hears of one stream.
    static final class Heard implements StreamObserver {
        final CompletableFuture<CloseCode> code = new CompletableFuture<>();
        final CompletableFuture<Void> opened = new CompletableFuture<>();
        volatile String reason = "";

        @Override
        public void opened() {
            opened.complete(null);
        }

        @Override
        public void ended(CloseCode why, String text, long receivedBytes, long sentBytes) {
            reason = text;
            code.complete(why);
        }

        CloseCode end() throws Exception {
            return code.get(20, TimeUnit.SECONDS);
        }
    }

    record Carried(SocketChannel app, Heard heard) {
        void echoes(SocketChannel served, String text) throws IOException {
            byte[] bytes = text.getBytes();
            app.write(ByteBuffer.wrap(bytes));
            assertArrayEquals(bytes, read(served, bytes.length));
            served.write(ByteBuffer.wrap(bytes));
            assertArrayEquals(bytes, read(app, bytes.length));
        }
    }

    static byte[] read(SocketChannel from, int count) throws IOException {
        ByteBuffer got = ByteBuffer.allocate(count);
        while (got.hasRemaining() && from.read(got) >= 0) continue;
        return got.array();
    }

    /// A connection that an application at `outer` makes to the target behind `inner`.
    Carried open() throws Exception {
        var local = LocalPair.open();
        var heard = new Heard();
        outer.service.open(new StreamOffer(halves.inbound().id(), endpoint, "app", "off"), local.edge(), heard);
        return new Carried(local.app(), heard);
    }

    static CloseCode ended(Carried carried) throws Exception {
        carried.app.close();
        return carried.heard.end();
    }
}
