package org.nettunnel.compression.zstd;

import java.nio.ByteBuffer;
import java.util.Objects;

import com.github.luben.zstd.EndDirective;
import com.github.luben.zstd.ZstdCompressCtx;

import org.nettunnel.api.compression.Compressor;

/// Compresses frames at the fastest level, and flushes after each: a frame ends with a whole block.
///
/// Holds its memory outside the heap until closed; how much, the README says.
final class FlushingZstd implements Compressor {
    private final ZstdCompressCtx context = new ZstdCompressCtx();
    private boolean spoilt;
    private boolean closed;

    FlushingZstd() {
        configure();
    }

    private void configure() {
        context.setLevel(ZstdCompression.LEVEL).setWindowLog(ZstdCompression.WINDOW_LOG).setMagicless(true).setContentSize(false).setChecksum(false)
                .setDictID(false);
    }

    @Override
    public int compress(byte[] plain, int offset, int length, byte[] out, int outOffset, int outLength) {
        Objects.checkFromIndexSize(offset, length, plain.length);
        Objects.checkFromIndexSize(outOffset, outLength, out.length);
        refuseIf(closed, "the compressor is closed");
        refuseIf(spoilt, "a frame did not fit: reset the compressor before the next");
        if (length == 0) throw new IllegalArgumentException("an empty frame is never compressed");
        spoilt = true;
        ByteBuffer from = ByteBuffer.wrap(plain, offset, length);
        ByteBuffer to = ByteBuffer.wrap(out, outOffset, outLength);
        boolean isWhole = to.hasRemaining() && context.compressByteBufferStream(to, from, EndDirective.FLUSH);
        spoilt = !isWhole || from.hasRemaining();
        return spoilt ? -1 : to.position() - outOffset;
    }

    private static void refuseIf(boolean wrong, String why) {
        if (wrong) throw new IllegalStateException(why);
    }

    @Override
    public void reset() {
        refuseIf(closed, "the compressor is closed");
        context.reset();
        // it forgets these too
        configure();
        spoilt = false;
    }

    @Override
    public void close() {
        closed = true;
        context.close();
    }
}
