package org.nettunnel.tunnel.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

import org.nettunnel.api.transport.Address;

/// A proxy on loopback that says what a test wants it to say, to one client.
final class OwnProxy implements AutoCloseable {
    private final ServerSocketChannel server;
    /// All that the client said, once the script is over.
    final CompletableFuture<Void> over = new CompletableFuture<>();
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

    /// What the proxy does with its client; the connection is closed when it returns.
    interface Script {
        void play(OwnProxy proxy, SocketChannel client) throws IOException;
    }

    OwnProxy(Script script) throws IOException {
        server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.startVirtualThread(() -> {
            try (SocketChannel client = server.accept()) {
                script.play(this, client);
            } catch (IOException gone) {
                // the client left, or the test is over
            } finally {
                over.complete(null);
            }
        });
    }

    Address address() throws IOException {
        return new Address("127.0.0.1", ((InetSocketAddress) server.getLocalAddress()).getPort());
    }

    void hear(SocketChannel client, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining()) if (client.read(buffer) < 0) throw new IOException("the client left");
        heard.write(buffer.array());
    }

    void hearRequest(SocketChannel client) throws IOException {
        while (!heard().endsWith("\r\n\r\n")) hear(client, 1);
    }

    /// In ISO 8859-1.
    String heard() {
        return heard.toString(StandardCharsets.ISO_8859_1);
    }

    static void say(SocketChannel client, String text) throws IOException {
        for (ByteBuffer left = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)); left.hasRemaining(); ) client.write(left);
    }

    /// Holds the connection open until the client leaves.
    static void awaitEnd(SocketChannel client) throws IOException {
        while (client.read(ByteBuffer.allocate(64)) >= 0) continue;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
