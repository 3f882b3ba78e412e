package org.nettunnel.compression.deflate;

import java.util.Objects;
import java.util.zip.Deflater;

import org.nettunnel.api.compression.Compressor;

/// Compresses frames at the fastest level and flushes after each; a frame therefore ends with the bytes 00 00 ff ff.
///
/// Holds about 256 KiB outside the heap until closed.
final class FlushingDeflater implements Compressor {
    private static final byte[] NOTHING = {};

    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private boolean spoilt;
    private boolean closed;

    @Override
    public int compress(byte[] plain, int offset, int length, byte[] out, int outOffset, int outLength) {
        Objects.checkFromIndexSize(offset, length, plain.length);
        Objects.checkFromIndexSize(outOffset, outLength, out.length);
        refuseIf(closed, "the compressor is closed");
        refuseIf(spoilt, "a frame did not fit: reset the compressor before the next");
        if (length == 0) throw new IllegalArgumentException("an empty frame is never compressed");
        deflater.setInput(plain, offset, length);
        int written = deflater.deflate(out, outOffset, outLength, Deflater.SYNC_FLUSH);
        deflater.setInput(NOTHING);
        // only room left over proves that zlib has nothing more to write
        spoilt = written == outLength;
        return spoilt ? -1 : written;
    }

    private static void refuseIf(boolean wrong, String why) {
        if (wrong) throw new IllegalStateException(why);
    }

    @Override
    public void reset() {
        refuseIf(closed, "the compressor is closed");
        deflater.reset();
        spoilt = false;
    }

    @Override
    public void close() {
        closed = true;
        deflater.end();
    }
}
