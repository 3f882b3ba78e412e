package org.nettunnel.system.memory;

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

/// A program that is the target of many connections: one port echoes, one talks without end, one never reads.
///
/// A process of its own, for thousands of connections have twice as many ends as one process may have files. It prints its three ports.
public final class Targets {
    /// So that what is stuck is stuck in the nodes, not in the system.
    static final int NARROW = 16 * 1024;

    private enum Kind { ECHO, TALK, DEAF }

    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);

    private Targets() throws IOException {}

    public static void main(String[] arguments) throws IOException {
        Targets targets = new Targets();
        System.out.println("ports " + targets.listen(Kind.ECHO) + " " + targets.listen(Kind.TALK) + " " + targets.listen(Kind.DEAF));
        while (targets.selector.isOpen()) targets.selector.select(targets::ready);
    }

    private int listen(Kind kind) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.setOption(StandardSocketOptions.SO_RCVBUF, NARROW);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT, kind);
        return listener.socket().getLocalPort();
    }

    private void ready(SelectionKey key) {
        try {
            if (key.isAcceptable()) accept(key);
            else serve(key);
        } catch (IOException gone) {
            close(key);
        }
    }

    private void accept(SelectionKey key) throws IOException {
        SocketChannel connection = ((ServerSocketChannel) key.channel()).accept();
        if (connection == null) return;
        connection.configureBlocking(false);
        Kind kind = (Kind) key.attachment();
        if (kind == Kind.TALK) connection.setOption(StandardSocketOptions.SO_SNDBUF, NARROW);
        int ops = switch (kind) {
            case ECHO -> SelectionKey.OP_READ;
            case TALK -> SelectionKey.OP_WRITE;
            case DEAF -> 0;
        };
        connection.register(selector, ops, kind);
    }

    private void serve(SelectionKey key) throws IOException {
        SocketChannel connection = (SocketChannel) key.channel();
        if (key.isWritable()) {
            connection.write(buffer.clear());
            return;
        }
        if (connection.read(buffer.clear()) < 0) {
            connection.close();
            return;
        }
        buffer.flip();
        while (buffer.hasRemaining()) connection.write(buffer);
    }

    private static void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
