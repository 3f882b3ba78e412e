package org.nettunnel.compression.zstd;

import java.nio.ByteBuffer;
import java.util.Objects;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;

import org.nettunnel.api.compression.CorruptCompression;
import org.nettunnel.api.compression.Decompressor;

/// Decompresses frames to exactly the length they state. What a frame would give beyond that is never made, so its ratio does not matter.
///
/// A frame must be whole blocks and nothing else, as [Blocks] checks before the library sees it.
final class ExactUnzstd implements Decompressor {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ZstdDecompressCtx context = new ZstdDecompressCtx();
    private final ByteBuffer beyond = ByteBuffer.allocate(1);
    private boolean isFirst = true;
    private boolean spoilt;
    private boolean closed;

    ExactUnzstd() {
        configure();
    }

    private void configure() {
        context.setMagicless(true).setLongMax(ZstdCompression.WINDOW_LOG);
    }

    @Override
    public void decompress(byte[] frame, int offset, int length, byte[] out, int outOffset, int outLength) throws CorruptCompression {
        Objects.checkFromIndexSize(offset, length, frame.length);
        Objects.checkFromIndexSize(outOffset, outLength, out.length);
        if (closed) throw new IllegalStateException("the decompressor is closed");
        if (spoilt) throw new CorruptCompression("a frame before was corrupt");
        spoilt = true;
        Blocks.check(frame, offset, length, isFirst);
        isFirst = false;
        ByteBuffer from = ByteBuffer.wrap(frame, offset, length);
        ByteBuffer to = ByteBuffer.wrap(out, outOffset, outLength);
        try {
            if (outLength > 0) fill(to, from);
            if (to.hasRemaining()) throw new CorruptCompression("the compressed frame gives " + (outLength - to.remaining()) + " bytes and states " + outLength);
            context.decompressByteBufferStream(beyond.clear(), from.hasRemaining() ? from : NOTHING);
        } catch (ZstdException malformed) {
            throw new CorruptCompression("the compressed frame is malformed: " + malformed.getMessage());
        }
        if (beyond.position() > 0) throw new CorruptCompression("the compressed frame gives more than the " + outLength + " bytes it states");
        if (from.hasRemaining()) throw new CorruptCompression("the compressed frame ends before its bytes do");
        spoilt = false;
    }

    /// As far as the input reaches.
    private void fill(ByteBuffer to, ByteBuffer from) {
        while (to.hasRemaining() && from.hasRemaining()) {
            int before = to.remaining() + from.remaining();
            context.decompressByteBufferStream(to, from);
            if (to.remaining() + from.remaining() == before) return;
        }
    }

    @Override
    public void reset() {
        if (closed) throw new IllegalStateException("the decompressor is closed");
        context.reset();
        // it forgets these too
        configure();
        isFirst = true;
        spoilt = false;
    }

    @Override
    public void close() {
        closed = true;
        context.close();
    }
}
