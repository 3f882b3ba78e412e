package org.nettunnel.crypto.jdk;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

import org.nettunnel.api.crypto.HybridExchange;
import org.nettunnel.api.crypto.Signatures;

/// A public key as it travels (bare bytes) and as JCA wants it: the same bytes behind a fixed X.509 prefix.
enum RawKey {
    X25519("X25519", "302a300506032b656e032100", HybridExchange.X25519_BYTES),
    ED25519("Ed25519", "302a300506032b6570032100", Signatures.PUBLIC_KEY_BYTES),
    ML_KEM_768("ML-KEM-768", "308204b2300b0609608648016503040402038204a100", HybridExchange.ENCAPSULATION_KEY_BYTES);

    private final String algorithm;
    private final byte[] prefix;
    private final int length;

    RawKey(String algorithm, String prefix, int length) {
        this.algorithm = algorithm;
        this.prefix = HexFormat.of().parseHex(prefix);
        this.length = length;
    }

    byte[] raw(PublicKey key) {
        byte[] encoded = key.getEncoded();
        if (encoded.length != prefix.length + length || Arrays.mismatch(encoded, prefix) != prefix.length)
            throw new IllegalStateException("this Java encodes " + algorithm + " keys in an unknown way");
        return Arrays.copyOfRange(encoded, prefix.length, encoded.length);
    }

    PublicKey key(byte[] raw) throws InvalidKeyException {
        if (raw.length != length)
            throw new InvalidKeyException("a public key of " + algorithm + " has " + length + " bytes, not " + raw.length);
        byte[] encoded = Arrays.copyOf(prefix, prefix.length + length);
        System.arraycopy(raw, 0, encoded, prefix.length, length);
        try {
            return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException malformed) {
            throw new InvalidKeyException("these bytes are no public key of " + algorithm, malformed);
        }
    }
}
