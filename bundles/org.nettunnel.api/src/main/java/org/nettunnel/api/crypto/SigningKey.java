package org.nettunnel.api.crypto;

/// A node's private identity.
///
/// **Threads:** safe for any.
public interface SigningKey {
    /// 32 bytes; what peers pin.
    byte[] publicKey();

    /// The private key as RFC 8032 defines it, 32 bytes; only ever stored sealed.
    Secret seed();

    /// @return 64 bytes
    byte[] sign(byte[] message);
}
