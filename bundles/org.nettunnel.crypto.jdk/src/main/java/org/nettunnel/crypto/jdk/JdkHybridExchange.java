package org.nettunnel.crypto.jdk;

import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Arrays;

import org.nettunnel.api.crypto.HybridExchange;

/// X25519 and ML-KEM-768 by the JDK's own providers.
public class JdkHybridExchange implements HybridExchange {
    private final SecureRandom random;

    public JdkHybridExchange() {
        this(new SecureRandom());
    }

    JdkHybridExchange(SecureRandom random) {
        this.random = random;
    }

    @Override
    public Offer offer() {
        return new Waiting(X25519.generate(random), MlKem768.generate(random));
    }

    @Override
    public Answer answer(byte[] x25519, byte[] encapsulationKey) throws InvalidKeyException {
        var ephemeral = X25519.generate(random);
        byte[] agreed = X25519.secret(ephemeral.getPrivate(), x25519);
        var encapsulated = MlKem768.encapsulate(encapsulationKey, random);
        byte[] secret = joined(encapsulated.key().getEncoded(), agreed);
        return new Answered(RawKey.X25519.raw(ephemeral.getPublic()), encapsulated.encapsulation(), secret);
    }

    /// ML-KEM's first, then X25519's; the parts are wiped.
    private static byte[] joined(byte[] encapsulated, byte[] agreed) {
        byte[] secret = Arrays.copyOf(encapsulated, encapsulated.length + agreed.length);
        System.arraycopy(agreed, 0, secret, encapsulated.length, agreed.length);
        Arrays.fill(encapsulated, (byte) 0);
        Arrays.fill(agreed, (byte) 0);
        return secret;
    }

    private record Waiting(KeyPair ephemeral, KeyPair kem) implements Offer {
        @Override
        public byte[] x25519() {
            return RawKey.X25519.raw(ephemeral.getPublic());
        }

        @Override
        public byte[] encapsulationKey() {
            return RawKey.ML_KEM_768.raw(kem.getPublic());
        }

        @Override
        public byte[] secret(byte[] x25519, byte[] ciphertext) throws InvalidKeyException {
            byte[] agreed = X25519.secret(ephemeral.getPrivate(), x25519);
            return joined(MlKem768.decapsulate(kem.getPrivate(), ciphertext), agreed);
        }
    }

    /// Hands out its own arrays, so that the caller can wipe the secret once keys are derived.
    private record Answered(byte[] x25519, byte[] ciphertext, byte[] secret) implements Answer {
        @Override
        public String toString() {
            return "Answered[***]";
        }
    }
}
