package org.nettunnel.api.crypto;

/// Encrypts and authenticates one direction of one link.
///
/// **Threads:** used by one thread at a time.
public interface Sealer {
    /// Seals `length` bytes of `plain` from `offset` into `sealed` from `sealedOffset` and appends the tag.
    ///
    /// @param nonce      12 bytes, never used twice with one key: the engine counts
    /// @param associated bytes that are authenticated, not encrypted
    /// @return the bytes written: `length` plus the tag
    int seal(byte[] nonce, byte[] associated, byte[] plain, int offset, int length, byte[] sealed, int sealedOffset);

    /// Forgets its keys, as far as it holds them itself; it is not used any more.
    default void close() {}
}
