package org.nettunnel.api.compression;

/// Compresses the frames of one stream in one direction; what went before helps what follows.
public interface Compressor extends AutoCloseable {
    /// Compresses one frame so that it can be decompressed at once.
    ///
    /// @return the bytes written to `out`, or -1 when they would not fit; the context is then spoilt and must be [#reset()]
    int compress(byte[] plain, int offset, int length, byte[] out, int outOffset, int outLength);

    /// Forgets what went before; the next frame starts a new context.
    void reset();

    /// Frees memory at once.
    @Override
    void close();
}
