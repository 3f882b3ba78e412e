package org.nettunnel.node;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.crypto.Signatures;
import org.nettunnel.api.crypto.SigningKey;

/// Identities that are as different as Ed25519's and sign nothing.
final class FakeSignatures implements Signatures {
    private record Key(byte[] publicKey, Secret seed) implements SigningKey {
        @Override
        public byte[] sign(byte[] message) {
            throw new UnsupportedOperationException();
        }
    }

    @Override
    public SigningKey generate() {
        byte[] seed = new byte[SEED_BYTES];
        new SecureRandom().nextBytes(seed);
        return restore(Secret.of(seed));
    }

    @Override
    public SigningKey restore(Secret seed) {
        try {
            return new Key(MessageDigest.getInstance("SHA-256").digest(seed.bytes()), seed);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public boolean verifies(byte[] publicKey, byte[] message, byte[] signature) {
        throw new UnsupportedOperationException();
    }
}
