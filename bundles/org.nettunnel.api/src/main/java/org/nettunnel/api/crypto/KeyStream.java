package org.nettunnel.api.crypto;

/// The key stream of one key, from its beginning.
///
/// **Threads:** used by one thread at a time.
public interface KeyStream {
    /// XORs the next `length` bytes of the stream into `bytes` from `offset`.
    void xor(byte[] bytes, int offset, int length);
}
