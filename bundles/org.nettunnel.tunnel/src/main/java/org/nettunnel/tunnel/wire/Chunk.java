package org.nettunnel.tunnel.wire;

import org.jspecify.annotations.Nullable;

/// A pooled piece of a stream's bytes with room before it, so that a frame header fits in front and sealing needs no copy.
public final class Chunk {
    /// Room before the first byte: a frame header and the header of DATA, rounded up.
    public static final int HEADROOM = 24;

    public final byte[] bytes;
    /// First byte that is still needed.
    public int start = HEADROOM;
    /// Behind the last byte.
    public int end = HEADROOM;
    public @Nullable Chunk next;

    public Chunk(int size) {
        bytes = new byte[HEADROOM + size];
    }

    public int length() {
        return end - start;
    }

    public int room() {
        return bytes.length - end;
    }
}
