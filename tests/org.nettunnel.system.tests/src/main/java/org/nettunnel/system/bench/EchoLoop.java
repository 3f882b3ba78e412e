package org.nettunnel.system.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/// Sends back what comes, from one thread: for messages far smaller than a socket buffer.
final class EchoLoop implements AutoCloseable {
    private final Selector selector = Selector.open();
    private final ServerSocketChannel listener;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);

    EchoLoop() throws IOException {
        listener = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        listener.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
        Thread.ofPlatform().daemon().name("echo").start(this::run);
    }

    int port() {
        return listener.socket().getLocalPort();
    }

    private void run() {
        try {
            while (selector.isOpen()) selector.select(this::ready);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (java.nio.channels.ClosedSelectorException _) {
            // closed: nothing more is echoed
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.isAcceptable()) accept();
            else echo(key);
        } catch (IOException _) {
            closeQuietly(key);
        }
    }

    private void accept() throws IOException {
        for (SocketChannel connection = listener.accept(); connection != null; connection = listener.accept()) {
            connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
            connection.configureBlocking(false).register(selector, SelectionKey.OP_READ);
        }
    }

    private void echo(SelectionKey key) throws IOException {
        SocketChannel connection = (SocketChannel) key.channel();
        int read = connection.read(buffer.clear());
        if (read < 0) {
            connection.close();
            return;
        }
        buffer.flip();
        while (buffer.hasRemaining()) connection.write(buffer);
    }

    private static void closeQuietly(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException _) {
            // gone either way
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        selector.close();
    }
}
