package org.nettunnel.tunnel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.ProxyConfig;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.tunnel.fixtures.SocketWire;

/// A port on loopback before a node that may be cut off, die, and come back as another process.
final class Door implements AutoCloseable {
    private final ServerSocketChannel server;
    private final Set<SocketChannel> wires = ConcurrentHashMap.newKeySet();
    /// Null: whoever comes is sent away at once.
    private volatile @Nullable TestNode behind;

    Door(TestNode behind) throws IOException {
        this.behind = behind;
        server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.startVirtualThread(this::listen);
    }

    private void listen() {
        try {
            for (;;) {
                SocketChannel wire = server.accept();
                TestNode node = behind;
                if (node == null) wire.close();
                else {
                    wires.add(wire);
                    node.service.accept(new SocketWire(wire));
                }
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    /// The tunnel's outbound half, by way of this door.
    TunnelConfig by(TunnelConfig outbound) throws IOException {
        int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
        return new TunnelConfig(outbound.id(), outbound.name(), new TunnelConfig.Outbound(List.of(new Address("127.0.0.1", port)), "tcp",
                new ProxyConfig.None()), outbound.trust(), outbound.outage(), true);
    }

    /// Every wire ends at this moment, without a word.
    void cut() throws IOException {
        for (SocketChannel wire : wires) {
            wires.remove(wire);
            end(wire);
        }
    }

    /// So that the node behind the door sees it as well, which has the very channel.
    private static void end(SocketChannel wire) throws IOException {
        try {
            wire.shutdownInput();
            wire.shutdownOutput();
        } catch (ClosedChannelException gone) {
            // its node was faster
        }
    }

    /// Nobody is there any more.
    void shut() throws IOException {
        behind = null;
        cut();
    }

    void opensTo(TestNode node) {
        behind = node;
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
