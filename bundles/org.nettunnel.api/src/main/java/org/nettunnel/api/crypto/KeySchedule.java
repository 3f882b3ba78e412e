package org.nettunnel.api.crypto;

/// HKDF (RFC 5869), HMAC (RFC 2104) and hash over SHA-384, from which every key of a link is derived.
///
/// **Threads:** safe for any.
public interface KeySchedule {
    /// Length of a hash, an HMAC and a pseudo-random key.
    int HASH_BYTES = 48;

    byte[] hash(byte[] bytes);

    byte[] hmac(byte[] key, byte[] bytes);

    /// Over `length` bytes from `offset`.
    default byte[] hmac(byte[] key, byte[] bytes, int offset, int length) {
        byte[] some = new byte[length];
        System.arraycopy(bytes, offset, some, 0, length);
        return hmac(key, some);
    }

    byte[] extract(byte[] salt, byte[] keyMaterial);

    /// @param length at most 255 × 48 bytes
    byte[] expand(byte[] pseudoRandomKey, byte[] purpose, int length);
}
