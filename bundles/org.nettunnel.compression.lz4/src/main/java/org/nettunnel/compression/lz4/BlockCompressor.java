package org.nettunnel.compression.lz4;

import java.util.Objects;

import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;

import org.nettunnel.api.compression.Compressor;

/// Makes one LZ4 block of each frame.
final class BlockCompressor implements Compressor {
    private final LZ4Compressor compressor;
    private boolean spoilt;
    private boolean closed;

    BlockCompressor(LZ4Compressor compressor) {
        this.compressor = compressor;
    }

    @Override
    public int compress(byte[] plain, int offset, int length, byte[] out, int outOffset, int outLength) {
        Objects.checkFromIndexSize(offset, length, plain.length);
        Objects.checkFromIndexSize(outOffset, outLength, out.length);
        refuseIf(closed, "the compressor is closed");
        refuseIf(spoilt, "a frame did not fit: reset the compressor before the next");
        if (length == 0) throw new IllegalArgumentException("an empty frame is never compressed");
        try {
            return compressor.compress(plain, offset, length, out, outOffset, outLength);
        } catch (LZ4Exception tooLong) {
            spoilt = true;
            return -1;
        }
    }

    private static void refuseIf(boolean wrong, String why) {
        if (wrong) throw new IllegalStateException(why);
    }

    @Override
    public void reset() {
        refuseIf(closed, "the compressor is closed");
        spoilt = false;
    }

    @Override
    public void close() {
        closed = true;
    }
}
