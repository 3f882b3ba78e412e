package org.nettunnel.tunnel.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.ProxyConfig;
import org.nettunnel.tunnel.fixtures.RealProxy;

/// The dialogue with programs that others wrote.
@Timeout(60)
class RealProxyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    @TempDir
    Path folder;
    private ServerSocketChannel peer;

    @BeforeEach
    void open() throws IOException {
        peer = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void close() throws IOException {
        peer.close();
    }

    private int port() throws IOException {
        return ((InetSocketAddress) peer.getLocalAddress()).getPort();
    }

    private static SocketChannel connect(ProxyConfig proxy, Address address) throws IOException {
        return Ways.of(Map.of()).through(proxy).connect(address, PATIENCE);
    }

    /// The peer speaks first, so that a byte too many read is a byte lost.
    private void assertCarries(ProxyConfig proxy, String host) throws Exception {
        try (SocketChannel here = connect(proxy, new Address(host, port())); SocketChannel there = peer.accept()) {
            for (String word : new String[] { "first", "second" }) {
                there.write(ByteBuffer.wrap(word.getBytes()));
                assertEquals(word, read(here, word.length()));
                here.write(ByteBuffer.wrap(word.getBytes()));
                assertEquals(word, read(there, word.length()));
            }
            there.shutdownOutput();
            assertEquals("", read(here, 1));
        }
    }

    private static String read(SocketChannel channel, int bytes) throws IOException {
        ByteBuffer read = ByteBuffer.allocate(bytes);
        while (read.hasRemaining() && channel.read(read) >= 0) continue;
        return new String(read.array(), 0, read.position());
    }

    private static void assertRefused(ProxyConfig proxy, Address address, String part) {
        String said = assertThrows(IOException.class, () -> connect(proxy, address)).getMessage();
        assertTrue(said.contains(part), said);
    }

    private Address gone() throws IOException {
        try (var closed = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            return new Address("127.0.0.1", ((InetSocketAddress) closed.getLocalAddress()).getPort());
        }
    }

    @Test
    void tinyproxyWithoutLogin() throws Exception {
        try (var proxy = RealProxy.tinyproxy(folder, false)) {
            assertCarries(proxy.withoutLogin(), "127.0.0.1");
            assertCarries(proxy.withoutLogin(), "localhost");
            // one that is not asked for does no harm
            assertCarries(proxy.withLogin(), "127.0.0.1");
            assertRefused(proxy.withoutLogin(), gone(), "cannot reach 127.0.0.1:");
            assertRefused(proxy.withoutLogin(), new Address("no-such-host.invalid", 443), "no-such-host.invalid:443");
        }
    }

    @Test
    void tinyproxyWithLogin() throws Exception {
        try (var proxy = RealProxy.tinyproxy(folder, true)) {
            assertCarries(proxy.withLogin(), "127.0.0.1");
            assertRefused(proxy.withoutLogin(), new Address("127.0.0.1", port()), "wants a login: give its user");
            assertRefused(proxy.withPassword("wrong"), new Address("127.0.0.1", port()), "login of 'traveller'");
        }
    }

    @Test
    void tinyproxyThatAllowsOnePortOnly() throws Exception {
        try (var proxy = RealProxy.tinyproxy(folder, false, "ConnectPort 443")) {
            assertRefused(proxy.withoutLogin(), new Address("127.0.0.1", port()), "forbids connections to 127.0.0.1:" + port());
        }
    }

    @Test
    void microsocksWithoutLogin() throws Exception {
        try (var proxy = RealProxy.microsocks(folder, false)) {
            assertCarries(proxy.withoutLogin(), "127.0.0.1");
            assertCarries(proxy.withoutLogin(), "localhost");
            assertCarries(proxy.withLogin(), "localhost");
            assertRefused(proxy.withoutLogin(), gone(), "connection refused");
        }
    }

    @Test
    void microsocksWithLogin() throws Exception {
        try (var proxy = RealProxy.microsocks(folder, true)) {
            assertCarries(proxy.withLogin(), "localhost");
            assertRefused(proxy.withoutLogin(), new Address("127.0.0.1", port()), "wants a login");
            assertRefused(proxy.withPassword("wrong"), new Address("127.0.0.1", port()), "does not accept the login of 'traveller'");
        }
    }
}
