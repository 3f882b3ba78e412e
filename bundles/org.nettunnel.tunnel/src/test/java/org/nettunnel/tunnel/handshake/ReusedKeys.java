package org.nettunnel.tunnel.handshake;

import java.security.InvalidKeyException;
import java.util.Arrays;

import org.nettunnel.api.crypto.HybridExchange;

/// The real exchange with the same ephemeral keys every time, so that thousands of handshakes take seconds.
final class ReusedKeys implements HybridExchange {
    private final HybridExchange real;
    private final Offer offer;
    private final Answered answer;

    ReusedKeys(HybridExchange real) throws InvalidKeyException {
        this.real = real;
        offer = real.offer();
        var once = real.answer(offer.x25519(), offer.encapsulationKey());
        answer = new Answered(once.x25519(), once.ciphertext(), once.secret());
    }

    @Override
    public Offer offer() {
        return offer;
    }

    @Override
    public Answer answer(byte[] x25519, byte[] encapsulationKey) throws InvalidKeyException {
        boolean same = Arrays.equals(x25519, offer.x25519()) && Arrays.equals(encapsulationKey, offer.encapsulationKey());
        return same ? new Answered(answer.x25519, answer.ciphertext, answer.secret.clone()) : real.answer(x25519, encapsulationKey);
    }

    /// The secret is handed out to be wiped.
    record Answered(byte[] x25519, byte[] ciphertext, byte[] secret) implements Answer {}
}
