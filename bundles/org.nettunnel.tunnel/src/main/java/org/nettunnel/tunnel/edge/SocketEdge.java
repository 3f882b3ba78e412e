package org.nettunnel.tunnel.edge;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;


/// A stream's local socket, on a selector.
///
/// **Threads:** the stream's loop; [#resetNow] any, for a socket that no loop has yet.
public final class SocketEdge implements Edge, Ready {
    private final EdgeUser user;
    private final SocketChannel channel;
    private final SelectionKey key;

    private SocketEdge(EdgeUser user, SocketChannel channel, SelectionKey key) {
        this.user = user;
        this.channel = channel;
        this.key = key;
    }

    /// Takes over a connected socket, whichever mode it is in.
    public static SocketEdge register(Selector selector, EdgeUser user, SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        SelectionKey key = channel.register(selector, 0);
        SocketEdge edge = new SocketEdge(user, channel, key);
        key.attach(edge);
        return edge;
    }

    @Override
    public void ready(SelectionKey ready) {
        int ops = ready.readyOps();
        if ((ops & SelectionKey.OP_WRITE) != 0) user.edgeWritable();
        if (!ready.isValid()) return;
        if ((ops & SelectionKey.OP_READ) != 0) user.edgeReadable();
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return channel.read(into);
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        return channel.write(from);
    }

    @Override
    public void interest(boolean read, boolean write) {
        int ops = (read ? SelectionKey.OP_READ : 0) | (write ? SelectionKey.OP_WRITE : 0);
        try {
            if (key.interestOps() != ops) key.interestOps(ops);
        } catch (CancelledKeyException _) {
            // closed in this same turn
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // nothing is lost: both directions had ended
        }
    }

    @Override
    public void reset() {
        resetNow(channel);
    }

    /// Closes a socket so that its application sees a reset, not an end.
    public static void resetNow(SocketChannel channel) {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (ClosedChannelException _) {
            return;
        } catch (IOException | UnsupportedOperationException _) {
            // then it ends without one
        }
        try {
            channel.close();
        } catch (IOException _) {
            // it is gone all the same
        }
    }
}
