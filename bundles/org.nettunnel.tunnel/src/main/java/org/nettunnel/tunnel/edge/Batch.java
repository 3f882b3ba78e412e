package org.nettunnel.tunnel.edge;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;
import org.nettunnel.tunnel.wire.Violation;

/// Gathers consecutive DATA of one stream, so that its local socket is written once for what one read of the wire brought.
///
/// **Threads:** its loop.
public final class Batch {
    /// For whom bytes are gathered.
    public interface Taker {
        void write(ByteBuffer bytes) throws Violation;
    }

    private static final int BYTES = 256 * 1024;
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(BYTES);
    private @Nullable Taker owner;

    /// Writes first what others gathered, and what leaves no room for `length` more bytes.
    public void makeRoom(Taker taker, int length) throws Violation {
        if (owner != taker || bytes.remaining() < length) flush();
    }

    /// Adds bytes of a stream, for which [#makeRoom] was called.
    public void add(Taker taker, byte[] from, int at, int length) {
        owner = taker;
        bytes.put(from, at, length);
    }

    /// Writes what was gathered.
    public void flush() throws Violation {
        Taker mine = owner;
        if (mine == null) return;
        owner = null;
        try {
            mine.write(bytes.flip());
        } finally {
            bytes.clear();
        }
    }

    /// The stream is over: nobody wants its bytes.
    public void forget(Taker taker) {
        if (owner != taker) return;
        owner = null;
        bytes.clear();
    }
}
