package org.nettunnel.tunnel.wire;

import java.util.ArrayDeque;

/// Chunks of two sizes, kept for the next taker: an idle stream holds none, an interactive one a small one.
///
/// **Threads:** its loop.
public final class ChunkPool {
    public static final int SMALL = 2048 - Chunk.HEADROOM;
    /// Of each size at each of two loops.
    private static final long KEPT_BYTES = Runtime.getRuntime().maxMemory() / 100 * Ceilings.POOLED_PERCENT / 4;

    private final ArrayDeque<Chunk> small = new ArrayDeque<>();
    private final ArrayDeque<Chunk> large = new ArrayDeque<>();
    private final int largeBytes;

    public ChunkPool(int largeBytes) {
        this.largeBytes = largeBytes;
    }

    /// A chunk with room for `length` bytes, at most those of a frame.
    public Chunk take(int length) {
        boolean isSmall = length <= SMALL;
        Chunk kept = (isSmall ? small : large).pollLast();
        return kept != null ? kept : new Chunk(isSmall ? SMALL : largeBytes);
    }

    public void give(Chunk chunk) {
        chunk.start = Chunk.HEADROOM;
        chunk.end = Chunk.HEADROOM;
        chunk.next = null;
        ArrayDeque<Chunk> home = chunk.bytes.length == SMALL + Chunk.HEADROOM ? small : large;
        if (home.size() * (long) chunk.bytes.length < KEPT_BYTES) home.addLast(chunk);
    }
}
