package org.nettunnel.crypto.jdk;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;

import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.crypto.Signatures;
import org.nettunnel.api.crypto.SigningKey;

/// Ed25519 by the JDK, with one check it lacks: keys of small order, for which anybody can sign, are refused.
public class JdkSignatures implements Signatures {
    /// The y coordinates of the eight points of small order (RFC 8032 §8.9 leaves the check to us); the sign of x is left out.
    private static final Set<String> SMALL_ORDER = Set.of(
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a");

    private final SecureRandom random = new SecureRandom();

    @Override
    public SigningKey generate() {
        byte[] seed = new byte[SEED_BYTES];
        random.nextBytes(seed);
        var secret = Secret.of(seed);
        Arrays.fill(seed, (byte) 0);
        return restore(secret);
    }

    /// The JDK derives a public key from a seed only while it generates a pair, so it is made to generate this one.
    @Override
    public SigningKey restore(Secret seed) {
        if (seed.length() != SEED_BYTES)
            throw new IllegalArgumentException("the seed of an Ed25519 key has " + SEED_BYTES + " bytes, not " + seed.length());
        var given = new GivenRandom(seed.bytes());
        var pair = pair(given);
        given.wipe();
        if (!(pair.getPrivate() instanceof EdECPrivateKey key) || !key.getBytes().map(Secret::of).filter(seed::equals).isPresent())
            throw new IllegalStateException("this Java makes Ed25519 keys in an unknown way");
        return new Ed25519Key(key, RawKey.ED25519.raw(pair.getPublic()), seed);
    }

    private static KeyPair pair(SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(NamedParameterSpec.ED25519, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no Ed25519", missing);
        }
    }

    @Override
    public boolean verifies(byte[] publicKey, byte[] message, byte[] signature) {
        if (signature.length != SIGNATURE_BYTES || hasSmallOrder(publicKey)) return false;
        try {
            return verifies(RawKey.ED25519.key(publicKey), message, signature);
        } catch (InvalidKeyException | SignatureException malformed) {
            return false;
        }
    }

    private static boolean verifies(PublicKey key, byte[] message, byte[] signature) throws InvalidKeyException, SignatureException {
        try {
            var verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this Java has no Ed25519", missing);
        }
    }

    private static boolean hasSmallOrder(byte[] publicKey) {
        if (publicKey.length != PUBLIC_KEY_BYTES) return false;
        byte[] y = publicKey.clone();
        y[PUBLIC_KEY_BYTES - 1] &= 0x7f;
        return SMALL_ORDER.contains(HexFormat.of().formatHex(y));
    }
}
