package org.nettunnel.api.compression;

/// Decompresses the frames of one stream in one direction, in the order they were compressed.
public interface Decompressor extends AutoCloseable {
    /// Decompresses one frame to exactly `outLength` bytes; never writes more.
    ///
    /// @throws CorruptCompression when the frame is malformed, or gives fewer or more bytes
    void decompress(byte[] frame, int offset, int length, byte[] out, int outOffset, int outLength) throws CorruptCompression;

    /// Forgets what went before: the next frame starts a new context.
    void reset();

    /// Frees memory at once.
    @Override
    void close();
}
