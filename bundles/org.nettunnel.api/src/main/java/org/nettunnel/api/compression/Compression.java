package org.nettunnel.api.compression;

/// A compression, by name; a service that may come and go.
///
/// **Threads:** the service may be shared; a compressor or decompressor belongs to one stream and direction and is used by one thread at a time.
public interface Compression {
    /// The name peers negotiate by, such as `deflate`.
    String name();

    Compressor compressor();

    Decompressor decompressor();
}
