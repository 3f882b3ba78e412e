package org.nettunnel.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.transport.Wire;

@Timeout(30)
class SocketWireTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static ServerSocketChannel listen() throws IOException {
        return ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
    }

    private static Address of(ServerSocketChannel server) throws IOException {
        return new Address("127.0.0.1", ((InetSocketAddress) server.getLocalAddress()).getPort());
    }

    @Test
    void startsWithThePrefaceAndSendsAtOnce() throws Exception {
        try (var server = listen(); var wire = new TcpTransport().dial(of(server), TIMEOUT); var peer = server.accept()) {
            wire.write(new byte[] { 'h', 'i' }, 0, 2);
            var got = ByteBuffer.allocate(10);
            while (got.hasRemaining()) assertTrue(peer.read(got) > 0);
            assertArrayEquals("NTUN/1\r\nhi".getBytes(StandardCharsets.US_ASCII), got.array());
            assertTrue(wire.channel().getOption(StandardSocketOptions.TCP_NODELAY));
            assertTrue(wire.channel().getOption(StandardSocketOptions.SO_KEEPALIVE));
            assertEquals("tcp", wire.transport());
        }
    }

    @Test
    void readsEarlyBytesBeforeTheSocketAndSaysThatTheyAreThere() throws Exception {
        var accepted = new ArrayList<Wire>();
        try (var server = listen(); var peer = SocketChannel.open(server.getLocalAddress())) {
            new TcpAcceptor(accepted::add).accept(server.accept(), new byte[] { 1, 2, 3 });
            try (var wire = accepted.getFirst()) {
                peer.write(ByteBuffer.wrap(new byte[] { 4 }));
                byte[] bytes = new byte[4];
                assertTrue(wire.hasUnread());
                assertEquals(2, wire.read(bytes, 0, 2));
                assertEquals(1, wire.read(bytes, 2, 2));
                assertFalse(wire.hasUnread());
                assertEquals(1, wire.read(bytes, 3, 1));
                assertArrayEquals(new byte[] { 1, 2, 3, 4 }, bytes);
            }
        }
    }

    @Test
    void saysWhichAddressRefused() throws Exception {
        Address gone;
        try (var server = listen()) {
            gone = of(server);
        }
        var failed = assertThrows(IOException.class, () -> new TcpTransport().dial(gone, TIMEOUT));
        assertTrue(failed.getMessage().startsWith("cannot connect to " + gone), failed.getMessage());
    }
}
