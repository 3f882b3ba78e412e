package org.nettunnel.compression.deflate;

import org.nettunnel.api.compression.Compression;
import org.nettunnel.api.compression.Compressor;
import org.nettunnel.api.compression.Decompressor;

/// Deflate (RFC 1951) of the JDK: raw, level 1, a window of 32 KiB, each frame flushed so that it ends on a byte.
public class DeflateCompression implements Compression {
    public static final String NAME = "deflate";
    /// What zlib takes at level 1 with a window of 32 KiB, and for inflating (zlib.h, "memory requirements").
    private static final long COMPRESSOR_BYTES = 288 << 10;
    private static final long DECOMPRESSOR_BYTES = 48 << 10;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Compressor compressor() {
        return new FlushingDeflater();
    }

    @Override
    public Decompressor decompressor() {
        return new ExactInflater();
    }

    @Override
    public long compressorBytes() {
        return COMPRESSOR_BYTES;
    }

    @Override
    public long decompressorBytes() {
        return DECOMPRESSOR_BYTES;
    }
}
