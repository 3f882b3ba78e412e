package org.nettunnel.tunnel.history;

/// Bytes that look like chance and depend on a seed and on their own offset, so that a byte in a wrong place shows.
///
/// Of half the seeds they are eight letters only, which compress well.
final class Content {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Content() {}

    static void fill(long seed, long offset, byte[] bytes, int at, int count) {
        for (int i = 0; i < count; i++) bytes[at + i] = at(seed, offset + i);
    }

    /// The first of `count` bytes that is not what stands from `offset` on, or -1.
    static int firstWrong(long seed, long offset, byte[] bytes, int at, int count) {
        for (int i = 0; i < count; i++) if (bytes[at + i] != at(seed, offset + i)) return i;
        return -1;
    }

    static byte at(long seed, long offset) {
        long word = (seed + (offset >>> 3)) * GOLDEN;
        word = (word ^ word >>> 30) * 0xBF58476D1CE4E5B9L;
        word = (word ^ word >>> 27) * 0x94D049BB133111EBL;
        byte any = (byte) ((word ^ word >>> 31) >>> 8 * (offset & 7));
        return isText(seed) ? (byte) ('a' + (any & 7)) : any;
    }

    static boolean isText(long seed) {
        return (seed & 1) == 1;
    }
}
