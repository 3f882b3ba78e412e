package org.nettunnel.api.compression;

/// A compression, by name; a service that may come and go.
///
/// Before streams use it the engine carries frames of text, zeros and noise through it, with and without room, and gives it malformed ones:
/// what writes outside its place, throws anything but [CorruptCompression], or gives other bytes back is not used.
/// **Threads:** the service may be shared; a compressor or decompressor belongs to one stream and direction and is used by one thread at a time.
public interface Compression {
    /// The name peers negotiate by, such as `deflate`: at most 32 of `A-Z a-z 0-9 . _ + / -`.
    String name();

    Compressor compressor();

    Decompressor decompressor();

    /// Bytes that one compressor holds, for the engine's budget: measured, in use, rounded up. Of one that does not say, much is assumed.
    default long compressorBytes() {
        return 1 << 20;
    }

    /// The same of one decompressor, whatever a peer makes it hold.
    default long decompressorBytes() {
        return 1 << 20;
    }
}
