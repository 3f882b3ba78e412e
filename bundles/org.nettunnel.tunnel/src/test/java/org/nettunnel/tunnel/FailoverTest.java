package org.nettunnel.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.ProxyConfig;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelStatus;
import org.nettunnel.tunnel.fixtures.Faults;
import org.nettunnel.tunnel.fixtures.FaultyRelay;
import org.nettunnel.tunnel.fixtures.RealProxy;

/// Several addresses of one peer, and proxies before them.
@Timeout(60)
class FailoverTest {
    @TempDir
    Path folder;

    private static TunnelConfig by(TunnelConfig config, ProxyConfig proxy, Address... addresses) {
        return new TunnelConfig(config.id(), config.name(), new TunnelConfig.Outbound(List.of(addresses), "tcp", proxy), config.trust(), true);
    }

    private static Address gone() throws IOException {
        try (var closed = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            return new Address("127.0.0.1", ((InetSocketAddress) closed.getLocalAddress()).getPort());
        }
    }

    @Test
    void theNextAddressIsTriedAndTheLastGoodOneComesFirstAfterwards() throws Exception {
        try (var outer = new TestNode("outer"); var inner = new TestNode("inner");
                var silent = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            var halves = TestNode.tunnel(outer);
            outer.service.apply(List.of(halves.inbound()));
            // it takes the connection and hangs up: no NetTunnel node
            Thread.startVirtualThread(() -> {
                try {
                    for (;;) silent.accept().close();
                } catch (IOException over) {
                    // the test is over
                }
            });
            Address no = new Address("127.0.0.1", ((InetSocketAddress) silent.getLocalAddress()).getPort());
            inner.service.apply(List.of(by(halves.outbound(), new ProxyConfig.None(), gone(), no, outer.address())));
            assertEquals("established", inner.next());
            assertEquals("established", outer.next());
            assertEquals(no.port(), port(inner), "the one that is no node was tried first");
            assertEquals(outer.address().port(), port(inner));
            outer.service.apply(List.of(stopped(halves.inbound())));
            assertEquals("lost", inner.next());
            outer.service.apply(List.of(halves.inbound()));
            assertEquals("established", inner.next());
            assertEquals(outer.address().port(), port(inner), "the last good one comes first");
        }
    }

    private static TunnelConfig stopped(TunnelConfig config) {
        return new TunnelConfig(config.id(), config.name(), config.route(), config.trust(), false);
    }

    private static int port(TestNode node) throws Exception {
        return node.dialledPorts.poll(20, TimeUnit.SECONDS);
    }

    @Test
    void otherAddressesAreForTheLinksToComeAndStreamsStay() throws Exception {
        try (var outer = new TestNode("outer"); var inner = new TestNode("inner");
                var detour = new FaultyRelay(new InetSocketAddress("127.0.0.1", outer.address().port()), Faults::none, () -> {})) {
            var halves = TestNode.tunnel(outer);
            outer.service.apply(List.of(halves.inbound()));
            inner.service.apply(List.of(by(halves.outbound(), new ProxyConfig.None(), outer.address())));
            assertEquals("established", inner.next());
            assertEquals("established", outer.next());
            assertEquals(outer.address().port(), port(inner));
            inner.service.apply(List.of(by(halves.outbound(), new ProxyConfig.None(), new Address("127.0.0.1", detour.port()))));
            assertTrue(inner.service.cut(halves.inbound().id()) > 0);
            for (long end = System.nanoTime() + TestNode.SOON.toNanos(); inner.service.states().getFirst().links().resumed() == 0; Thread.onSpinWait())
                if (System.nanoTime() > end) throw new AssertionError("not resumed: " + inner.service.states());
            assertTrue(detour.connections() > 0, "the next link takes the other address");
            assertTrue(inner.events.isEmpty() && outer.events.isEmpty(), "the session goes on");
        }
    }

    @Test
    void withoutASessionOtherAddressesAreTriedAtOnce() throws Exception {
        try (var outer = new TestNode("outer"); var inner = new TestNode("inner")) {
            var halves = TestNode.tunnel(outer);
            outer.service.apply(List.of(halves.inbound()));
            inner.service.apply(List.of(by(halves.outbound(), new ProxyConfig.None(), gone())));
            for (long end = System.nanoTime() + TestNode.SOON.toNanos(); inner.service.states().getFirst().links().failed() == 0; Thread.onSpinWait())
                if (System.nanoTime() > end) throw new AssertionError("it did not fail: " + inner.service.states());
            inner.service.apply(List.of(by(halves.outbound(), new ProxyConfig.None(), outer.address())));
            assertEquals("established", inner.next());
        }
    }

    @Test
    void onePinHoldsForEveryAddress() throws Exception {
        try (var outer = new TestNode("outer"); var other = new TestNode("other"); var inner = new TestNode("inner")) {
            var halves = TestNode.tunnel(outer);
            outer.service.apply(List.of(halves.inbound()));
            // it has the very key, but is somebody else
            other.service.apply(List.of(halves.inbound()));
            inner.service.apply(List.of(by(halves.outbound(), new ProxyConfig.None(), other.address(), outer.address())));
            assertEquals("established", inner.next());
            assertEquals("established", outer.next());
            assertEquals(inner.peer(), outer.pins.get(halves.inbound().id()));
            assertTrue(inner.service.states().getFirst().links().failed() == 0, "an attempt is all addresses");
        }
    }

    @Test
    void theReasonNamesEachAddress() throws Exception {
        try (var outer = new TestNode("outer"); var inner = new TestNode("inner")) {
            Address one = gone(), two = gone();
            inner.service.apply(List.of(by(TestNode.tunnel(outer).outbound(), new ProxyConfig.None(), one, two)));
            for (long end = System.nanoTime() + TestNode.SOON.toNanos(); ; Thread.onSpinWait()) {
                if (inner.service.states().getFirst().status() instanceof TunnelStatus.Waiting(_, _, String reason)) {
                    assertTrue(reason.contains(one.toString()) && reason.contains(two.toString()), reason);
                    return;
                }
                if (System.nanoTime() > end) throw new AssertionError("status stays " + inner.service.states().getFirst().status());
            }
        }
    }

    @Test
    void aTunnelComesUpThroughEachKindOfProxy() throws Exception {
        for (boolean login : new boolean[] { false, true })
            for (boolean socks : new boolean[] { false, true })
                try (var proxy = socks ? RealProxy.microsocks(folder, login) : RealProxy.tinyproxy(folder, login);
                        var outer = new TestNode("outer"); var inner = new TestNode("inner")) {
                    var halves = TestNode.tunnel(outer);
                    outer.service.apply(List.of(halves.inbound()));
                    ProxyConfig.Server server = login ? proxy.withLogin() : proxy.withoutLogin();
                    inner.service.apply(List.of(by(halves.outbound(), server, outer.address())));
                    assertEquals("established", inner.next());
                    assertEquals("established", outer.next());
                    assertEquals(server.address().port(), port(inner));
                }
    }
}
