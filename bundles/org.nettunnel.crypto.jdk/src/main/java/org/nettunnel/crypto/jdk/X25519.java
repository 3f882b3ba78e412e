package org.nettunnel.crypto.jdk;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;

import javax.crypto.KeyAgreement;

/// X25519 (RFC 7748) on bare 32-byte public keys.
final class X25519 {
    private X25519() {}

    static KeyPair generate(SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance("X25519");
            generator.initialize(NamedParameterSpec.X25519, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no X25519", missing);
        }
    }

    /// @throws InvalidKeyException for a wrong length and for points of small order, whose secret is zero for every private key
    static byte[] secret(PrivateKey own, byte[] peer) throws InvalidKeyException {
        var peerKey = RawKey.X25519.key(peer);
        byte[] secret;
        try {
            var agreement = KeyAgreement.getInstance("X25519");
            agreement.init(own);
            agreement.doPhase(peerKey, true);
            secret = agreement.generateSecret();
        } catch (InvalidKeyException refused) {
            throw refused;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no X25519", missing);
        }
        refuseZero(secret);
        return secret;
    }

    /// RFC 7748 §6.1. The JDK checks it too; the check costs nothing and does not lean on that.
    private static void refuseZero(byte[] secret) throws InvalidKeyException {
        int bits = 0;
        for (byte b : secret) bits |= b;
        if (bits == 0) throw new InvalidKeyException("the X25519 key is a point of small order");
    }
}
