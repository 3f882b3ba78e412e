package org.nettunnel.tunnel.link;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;
import org.nettunnel.tunnel.wire.Violation;

/// Gathers consecutive DATA of one stream, so that its local socket is written once for what one read of the wire brought.
///
/// **Threads:** its loop.
final class Batch {
    private static final int BYTES = 256 * 1024;
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(BYTES);
    private @Nullable Receiving owner;

    /// Writes first what others gathered, and what leaves no room for `length` more bytes.
    void makeRoom(Receiving receiving, int length) throws Violation {
        if (owner != receiving || bytes.remaining() < length) flush();
    }

    /// Adds bytes of a stream, for which [#makeRoom] was called.
    void add(Receiving receiving, byte[] from, int at, int length) {
        owner = receiving;
        bytes.put(from, at, length);
    }

    /// Writes what was gathered.
    void flush() throws Violation {
        Receiving mine = owner;
        if (mine == null) return;
        owner = null;
        try {
            mine.write(bytes.flip());
        } finally {
            bytes.clear();
        }
    }

    /// The stream is over: nobody wants its bytes.
    void forget(Receiving receiving) {
        if (owner != receiving) return;
        owner = null;
        bytes.clear();
    }
}
