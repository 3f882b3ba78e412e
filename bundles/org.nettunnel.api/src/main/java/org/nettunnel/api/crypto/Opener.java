package org.nettunnel.api.crypto;

/// Decrypts and verifies one direction of one link.
///
/// **Threads:** used by one thread at a time.
public interface Opener {
    /// Opens `length` bytes (ciphertext and tag) of `sealed` from `offset` into `plain` from `plainOffset`.
    ///
    /// @return the bytes written: `length` less the tag
    /// @throws ForgedRecord when the tag does not fit; what was written to `plain` must not be used
    int open(byte[] nonce, byte[] associated, byte[] sealed, int offset, int length, byte[] plain, int plainOffset)
            throws ForgedRecord;

    /// Forgets its keys, as far as it holds them itself; it is not used any more.
    default void close() {}
}
