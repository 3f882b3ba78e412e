package org.nettunnel.api.crypto;

/// Ed25519 (RFC 8032): the identities of nodes.
///
/// **Threads:** safe for any.
public interface Signatures {
    int PUBLIC_KEY_BYTES = 32;
    int SEED_BYTES = 32;
    int SIGNATURE_BYTES = 64;

    /// Makes a fresh identity.
    SigningKey generate();

    /// Restores an identity from its seed (the private key of RFC 8032, 32 bytes).
    SigningKey restore(Secret seed);

    /// False for a bad signature and for bytes that are no public key or signature at all.
    boolean verifies(byte[] publicKey, byte[] message, byte[] signature);
}
