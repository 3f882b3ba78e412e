package org.nettunnel.tunnel.edge;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.transport.Wire;

/// What a link wants to hear of its wire: always that it can be read, unless reading waits for keys; that it can be written when it could not.
///
/// **Threads:** the link's loop.
public final class Interest {
    private @Nullable SelectionKey key;
    private boolean isHeld;

    public void begin(Wire wire, Selector selector, Ready ready) throws IOException {
        wire.channel().configureBlocking(false);
        key = wire.channel().register(selector, SelectionKey.OP_READ, ready);
    }

    /// Whether reading waits.
    public boolean isHeld() {
        return isHeld;
    }

    public void hold(boolean now) {
        isHeld = now;
        SelectionKey mine = key;
        if (mine != null && mine.isValid())
            mine.interestOps(now ? mine.interestOps() & ~SelectionKey.OP_READ : mine.interestOps() | SelectionKey.OP_READ);
    }

    public void update(boolean isBlocked) throws IOException {
        SelectionKey mine = key;
        if (mine == null) return;
        int ops = (isBlocked ? SelectionKey.OP_WRITE : 0) | (isHeld ? 0 : SelectionKey.OP_READ);
        try {
            if (mine.interestOps() != ops) mine.interestOps(ops);
        } catch (CancelledKeyException closed) {
            throw new IOException("the wire was closed", closed);
        }
    }
}
