package org.nettunnel.compression.zstd;

import org.nettunnel.api.compression.CorruptCompression;

/// Walks over the blocks of a compressed frame (RFC 8878 §3.1.1), so that the library gets what we write and nothing else: no dictionary,
/// no larger window, no end of the whole, no part of a block.
final class Blocks {
    private static final int HEADER = 3;
    /// RFC 8878: no block holds more, whatever its window.
    private static final int LONGEST = 128 * 1024;
    private static final int RAW = 0;
    private static final int RUN = 1;
    private static final int COMPRESSED = 2;
    /// The header of the whole: no length, no checksum, no dictionary, and the window.
    private static final int DESCRIPTOR = 0;
    private static final int WINDOW = ZstdCompression.WINDOW_LOG - 10 << 3;

    private Blocks() {}

    /// @param isFirst whether the context starts with this frame
    static void check(byte[] frame, int offset, int length, boolean isFirst) throws CorruptCompression {
        int at = isFirst ? afterStart(frame, offset, length) : offset;
        int end = offset + length;
        while (at < end) {
            if (end - at < HEADER) throw cutShort();
            int header = frame[at] & 0xff | (frame[at + 1] & 0xff) << 8 | (frame[at + 2] & 0xff) << 16;
            at += HEADER;
            if ((header & 1) != 0) throw new CorruptCompression("the compressed frame ends the stream");
            int size = header >>> 3;
            if (size == 0 || size > LONGEST) throw new CorruptCompression("a block of the compressed frame states " + size + " bytes");
            at += switch (header >>> 1 & 3) {
                case RAW, COMPRESSED -> size;
                case RUN -> 1;
                default -> throw new CorruptCompression("a block of the compressed frame is of no known type");
            };
        }
        if (at > end) throw cutShort();
    }

    private static int afterStart(byte[] frame, int offset, int length) throws CorruptCompression {
        if (length < 2) throw cutShort();
        if (frame[offset] != DESCRIPTOR || frame[offset + 1] != WINDOW)
            throw new CorruptCompression("the compressed frame starts with another window than 128 KiB, a length, a checksum or a dictionary");
        return offset + 2;
    }

    private static CorruptCompression cutShort() {
        return new CorruptCompression("the compressed frame is cut short or has bytes behind its end");
    }
}
