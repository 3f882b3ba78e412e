package org.nettunnel.crypto.jdk;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;

import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.crypto.SigningKey;

/// A node's private identity, held by the JDK.
final class Ed25519Key implements SigningKey {
    private final PrivateKey key;
    private final byte[] publicKey;
    private final Secret seed;

    Ed25519Key(PrivateKey key, byte[] publicKey, Secret seed) {
        this.key = key;
        this.publicKey = publicKey;
        this.seed = seed;
    }

    @Override
    public byte[] publicKey() {
        return publicKey.clone();
    }

    @Override
    public Secret seed() {
        return seed;
    }

    @Override
    public byte[] sign(byte[] message) {
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java cannot sign with Ed25519", missing);
        }
    }
}
