package org.nettunnel.compression.lz4;

import net.jpountz.lz4.LZ4Factory;

import org.nettunnel.api.compression.Compression;
import org.nettunnel.api.compression.Compressor;
import org.nettunnel.api.compression.Decompressor;

/// LZ4 blocks by lz4-java, each frame by itself: no context, and no memory while nothing is compressed.
///
/// Only the part of the library that is plain Java and checks every bound is used; neither `Unsafe` nor native code.
public class Lz4Compression implements Compression {
    public static final String NAME = "lz4";
    /// Nothing but the object.
    private static final long COMPRESSOR_BYTES = 1 << 10;
    private static final long DECOMPRESSOR_BYTES = 1 << 10;
    private static final LZ4Factory SAFE = LZ4Factory.safeInstance();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Compressor compressor() {
        return new BlockCompressor(SAFE.fastCompressor());
    }

    @Override
    public Decompressor decompressor() {
        return new BlockDecompressor(SAFE.safeDecompressor());
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
