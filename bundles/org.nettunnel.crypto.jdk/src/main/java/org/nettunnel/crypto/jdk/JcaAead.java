package org.nettunnel.crypto.jdk;

import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.function.Function;

import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/// An authenticated cipher as JCA names it; what AES-GCM and ChaCha20-Poly1305 do not have in common.
///
/// @param parameters makes the parameters of one record from its nonce
record JcaAead(String transformation, String keyAlgorithm, Function<byte[], AlgorithmParameterSpec> parameters) {
    static final int KEY_BYTES = 32;
    static final int NONCE_BYTES = 12;
    static final int TAG_BYTES = 16;

    Cipher cipher() {
        try {
            return Cipher.getInstance(transformation);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no " + transformation, missing);
        }
    }

    SecretKeySpec key(byte[] key) {
        if (key.length != KEY_BYTES)
            throw new IllegalArgumentException("a key of " + transformation + " has " + KEY_BYTES + " bytes, not " + key.length);
        return new SecretKeySpec(key, keyAlgorithm);
    }

    AlgorithmParameterSpec parameters(byte[] nonce) {
        if (nonce.length != NONCE_BYTES)
            throw new IllegalArgumentException("a nonce of " + transformation + " has " + NONCE_BYTES + " bytes, not " + nonce.length);
        return parameters.apply(nonce);
    }
}
