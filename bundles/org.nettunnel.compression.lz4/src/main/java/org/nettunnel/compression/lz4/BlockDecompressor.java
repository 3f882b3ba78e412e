package org.nettunnel.compression.lz4;

import java.util.Objects;

import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4SafeDecompressor;

import org.nettunnel.api.compression.CorruptCompression;
import org.nettunnel.api.compression.Decompressor;

/// Decompresses LZ4 blocks to exactly the length they state. What a block would give beyond that is never made.
final class BlockDecompressor implements Decompressor {
    private final LZ4SafeDecompressor decompressor;
    private boolean spoilt;
    private boolean closed;

    BlockDecompressor(LZ4SafeDecompressor decompressor) {
        this.decompressor = decompressor;
    }

    @Override
    public void decompress(byte[] frame, int offset, int length, byte[] out, int outOffset, int outLength) throws CorruptCompression {
        Objects.checkFromIndexSize(offset, length, frame.length);
        Objects.checkFromIndexSize(outOffset, outLength, out.length);
        if (closed) throw new IllegalStateException("the decompressor is closed");
        if (spoilt) throw new CorruptCompression("a frame before was corrupt");
        spoilt = true;
        int written;
        try {
            written = decompressor.decompress(frame, offset, length, out, outOffset, outLength);
        } catch (LZ4Exception | IndexOutOfBoundsException malformed) {
            throw new CorruptCompression("the compressed frame is malformed: " + malformed.getMessage());
        }
        if (written != outLength) throw new CorruptCompression("the compressed frame gives " + written + " bytes and states " + outLength);
        spoilt = false;
    }

    @Override
    public void reset() {
        if (closed) throw new IllegalStateException("the decompressor is closed");
        spoilt = false;
    }

    @Override
    public void close() {
        closed = true;
    }
}
