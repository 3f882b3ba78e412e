package org.nettunnel.system.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.LongAdder;

/// Takes whatever comes and counts it; a thread per connection.
final class Sink implements AutoCloseable {
    private static final int BUFFER_BYTES = 256 * 1024;
    private final ServerSocketChannel listener;
    private final LongAdder received = new LongAdder();

    Sink() throws IOException {
        listener = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        Thread.ofPlatform().daemon().name("sink").start(this::accept);
    }

    int port() {
        return listener.socket().getLocalPort();
    }

    /// Bytes so far, over all connections.
    long received() {
        return received.sum();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel connection = listener.accept();
                Thread.ofPlatform().daemon().start(() -> drain(connection));
            }
        } catch (IOException _) {
            // closed: no more is taken
        }
    }

    private void drain(SocketChannel connection) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try (connection) {
            for (int read = connection.read(buffer); read >= 0; read = connection.read(buffer.clear())) received.add(read);
        } catch (IOException _) {
            // the client went away
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
