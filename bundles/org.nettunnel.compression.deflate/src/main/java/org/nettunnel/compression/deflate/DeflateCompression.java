package org.nettunnel.compression.deflate;

import org.nettunnel.api.compression.Compression;
import org.nettunnel.api.compression.Compressor;
import org.nettunnel.api.compression.Decompressor;

/// Deflate (RFC 1951) of the JDK: raw, level 1, a window of 32 KiB, each frame flushed so that it ends on a byte.
public class DeflateCompression implements Compression {
    public static final String NAME = "deflate";

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
}
