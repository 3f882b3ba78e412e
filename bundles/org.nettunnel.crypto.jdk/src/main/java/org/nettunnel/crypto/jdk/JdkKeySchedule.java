package org.nettunnel.crypto.jdk;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.nettunnel.api.crypto.KeySchedule;

/// HKDF in two short loops over HMAC-SHA-384 of the JDK.
public class JdkKeySchedule implements KeySchedule {
    private static final String HMAC = "HmacSHA384";
    private static final int LONGEST = 255 * HASH_BYTES;

    @Override
    public byte[] hash(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-384").digest(bytes);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no SHA-384", missing);
        }
    }

    @Override
    public byte[] hmac(byte[] key, byte[] bytes) {
        return mac(key).doFinal(bytes);
    }

    @Override
    public byte[] hmac(byte[] key, byte[] bytes, int offset, int length) {
        var mac = mac(key);
        mac.update(bytes, offset, length);
        return mac.doFinal();
    }

    @Override
    public byte[] extract(byte[] salt, byte[] keyMaterial) {
        return hmac(salt, keyMaterial);
    }

    @Override
    public byte[] expand(byte[] pseudoRandomKey, byte[] purpose, int length) {
        if (length < 0 || length > LONGEST)
            throw new IllegalArgumentException("HKDF-SHA384 gives 0 to " + LONGEST + " bytes, not " + length);
        // every secret of a link is expanded: one that was never set must not pass for zeros
        if (pseudoRandomKey.length == 0) throw new IllegalArgumentException("the pseudo-random key is empty");
        var mac = mac(pseudoRandomKey);
        byte[] expanded = new byte[length];
        byte[] block = {};
        for (int at = 0, counter = 1; at < length; at += HASH_BYTES, counter++) {
            mac.update(block);
            mac.update(purpose);
            mac.update((byte) counter);
            Arrays.fill(block, (byte) 0);
            block = mac.doFinal();
            System.arraycopy(block, 0, expanded, at, Math.min(HASH_BYTES, length - at));
        }
        Arrays.fill(block, (byte) 0);
        return expanded;
    }

    private static Mac mac(byte[] key) {
        try {
            var mac = Mac.getInstance(HMAC);
            // HMAC pads its key with zeros, so an empty one, which JCA refuses, is the same as one zero byte
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, HMAC));
            return mac;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no " + HMAC, missing);
        }
    }
}
