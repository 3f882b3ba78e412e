package org.nettunnel.tunnel.rekey;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// What is said in one exchange; arrays are the message's own.
sealed interface RekeyMessage {
    /// REKEY1, of the initiator: fresh ephemeral keys and what it has, the preferred first.
    record Offer(byte[] x25519, byte[] encapsulationKey, List<String> suites, List<String> compressions) implements RekeyMessage {}

    /// REKEY2, of the responder: its half, what it chose, and its proofs.
    record Choice(byte[] x25519, byte[] ciphertext, Terms terms, Proof proof) implements RekeyMessage {}

    /// What a responder chose, and from what.
    ///
    /// @param suites all that it has, the preferred first; null of an older responder, which does not say
    record Terms(String suite, List<String> compressions, @Nullable List<String> suites) {}

    /// REKEY3, of the initiator: its proofs; what it sends after it is under the new key.
    record Confirmation(Proof proof) implements RekeyMessage {}

    /// REKEY4, of the responder: what it sends after it is under the new key.
    record End(byte[] finished) implements RekeyMessage {}

    /// The identity's signature, and the MAC that proves the new secret.
    record Proof(byte[] signature, byte[] finished) {
        static Proof empty() {
            return new Proof(new byte[RekeyCodec.SIGNATURE_BYTES], new byte[RekeyCodec.FINISHED_BYTES]);
        }
    }
}
