package org.nettunnel.api.crypto;

import java.security.InvalidKeyException;

/// The key exchange of a handshake: X25519 (RFC 7748) and ML-KEM-768 (FIPS 203) together, as strong as the stronger of them.
///
/// **Threads:** safe for any; the arithmetic takes about a millisecond and never runs on an event loop.
public interface HybridExchange {
    int X25519_BYTES = 32;
    int ENCAPSULATION_KEY_BYTES = 1184;
    int CIPHERTEXT_BYTES = 1088;

    /// Starts an exchange: fresh ephemeral keys of the initiator.
    Offer offer();

    /// Answers an offer with fresh ephemeral keys of the responder.
    ///
    /// @param x25519           the initiator's public key, 32 bytes
    /// @param encapsulationKey the initiator's ML-KEM key, 1,184 bytes
    /// @throws InvalidKeyException for a point of small order or a malformed ML-KEM key
    Answer answer(byte[] x25519, byte[] encapsulationKey) throws InvalidKeyException;

    /// The initiator's half of an exchange that waits for its answer.
    interface Offer {
        byte[] x25519();

        byte[] encapsulationKey();

        /// @param x25519     the responder's public key, 32 bytes
        /// @param ciphertext the responder's ML-KEM ciphertext, 1,088 bytes; a changed one yields another secret, not an error
        /// @return ML-KEM secret followed by X25519 secret, 64 bytes
        /// @throws InvalidKeyException for a point of small order or a ciphertext of wrong length
        byte[] secret(byte[] x25519, byte[] ciphertext) throws InvalidKeyException;
    }

    /// The responder's half: what to send, and the secret (ML-KEM's, then X25519's, 64 bytes).
    interface Answer {
        byte[] x25519();

        byte[] ciphertext();

        byte[] secret();
    }
}
