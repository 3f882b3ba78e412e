package org.nettunnel.tunnel.link;

import org.jspecify.annotations.Nullable;

/// A pooled piece of a stream's bytes with room before it, so that a frame header fits in front and sealing needs no copy.
final class Chunk {
    /// Room before the first byte: a frame header and the header of DATA, rounded up.
    static final int HEADROOM = 24;

    final byte[] bytes;
    /// First byte that is still needed.
    int start = HEADROOM;
    /// Behind the last byte.
    int end = HEADROOM;
    @Nullable Chunk next;

    Chunk(int size) {
        bytes = new byte[HEADROOM + size];
    }

    int length() {
        return end - start;
    }

    int room() {
        return bytes.length - end;
    }
}
