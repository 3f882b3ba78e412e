package org.nettunnel.system.memory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/// Many connections of applications to one endpoint, which the floods open and forget about.
public final class Clients implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;
    private final List<SocketChannel> open = new ArrayList<>();
    private final int port;

    public Clients(int port) {
        this.port = port;
    }

    /// Opens one that takes and gives little by itself.
    public SocketChannel open() throws IOException {
        SocketChannel client = SocketChannel.open();
        client.setOption(StandardSocketOptions.SO_RCVBUF, Targets.NARROW);
        client.setOption(StandardSocketOptions.SO_SNDBUF, Targets.NARROW);
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        open.add(client);
        return client;
    }

    /// Opens `count` and has a byte echoed on each, so that each is a stream from end to end.
    public void openEchoing(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            SocketChannel client = open();
            client.write(ByteBuffer.wrap(new byte[] {'?'}));
            if (readOne(client) != '?') throw new IOException("connection " + i + " of " + count + " was not echoed");
        }
    }

    /// The next byte; -1 at the end.
    public static int readOne(SocketChannel client) throws IOException {
        client.socket().setSoTimeout(PATIENCE_MILLIS);
        return client.socket().getInputStream().read();
    }

    /// Whether the connection is carried: a byte comes. It is not when it is reset; when nothing comes for long that is an error.
    public static boolean isCarried(SocketChannel client) throws SocketTimeoutException {
        try {
            return readOne(client) >= 0;
        } catch (SocketTimeoutException stuck) {
            throw stuck;
        } catch (IOException reset) {
            return false;
        }
    }

    /// Writes until the connection takes no more.
    static void fill(SocketChannel client) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(64 * 1024);
        try {
            client.configureBlocking(false);
            while (client.write(bytes.clear()) > 0) continue;
        } catch (IOException reset) {
            // it was refused, which is what others look at
        }
    }

    public List<SocketChannel> all() {
        return open;
    }

    @Override
    public void close() {
        for (SocketChannel client : open) {
            try {
                client.setOption(StandardSocketOptions.SO_LINGER, 0);
                client.close();
            } catch (IOException gone) {
                // it was reset before
            }
        }
        open.clear();
    }
}
