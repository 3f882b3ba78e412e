package org.nettunnel.crypto.nasccl;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The rows that every Permafrost key stream starts from; they depend on seed and row count alone, so all streams share them.
///
/// @param bytes `rows` times 256; never written
record StartTable(int rows, byte[] bytes) {
    static final int ROW_BYTES = 256;
    private static final int MOST_ROWS = 10_240;
    private static final String HMAC = "HmacSHA256";

    /// HMAC-SHA-256 of 0, 1, 2, …, under the seed that is XORed with the row count modulo 255.
    static StartTable of(byte[] seed, int rows) {
        if (rows < 1 || rows > MOST_ROWS) throw new IllegalArgumentException(rows + " rows; Permafrost has 1 to " + MOST_ROWS);
        byte[] key = seed.clone();
        for (int i = 0; i < key.length; i++) key[i] ^= (byte) (rows % 255);
        byte[] bytes = new byte[rows * ROW_BYTES];
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            long counter = 0;
            for (int at = 0; at < bytes.length; at += mac.getMacLength())
                System.arraycopy(mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(counter++).array()), 0, bytes, at, mac.getMacLength());
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no " + HMAC, missing);
        }
        return new StartTable(rows, bytes);
    }
}
