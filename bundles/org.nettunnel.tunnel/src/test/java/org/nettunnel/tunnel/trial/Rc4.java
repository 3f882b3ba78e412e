package org.nettunnel.tunnel.trial;

import java.util.List;

import org.nettunnel.api.crypto.KeyStream;
import org.nettunnel.api.crypto.KnownAnswer;
import org.nettunnel.api.crypto.StreamCipher;

/// RC4, a stream cipher that nobody should use any more: short, and with published vectors (RFC 6229).
public class Rc4 implements StreamCipher {
    public static final int KEY_BYTES = 32;

    @Override
    public String name() {
        return "RC4";
    }

    @Override
    public int keyBytes() {
        return KEY_BYTES;
    }

    @Override
    public KeyStream keyStream(byte[] key) {
        int[] box = new int[256];
        for (int i = 0; i < 256; i++) box[i] = i;
        for (int i = 0, j = 0; i < 256; i++) {
            j = j + box[i] + (key[i % key.length] & 0xff) & 0xff;
            int kept = box[i];
            box[i] = box[j];
            box[j] = kept;
        }
        int[] at = new int[2];
        return (bytes, offset, length) -> {
            for (int k = offset; k < offset + length; k++) {
                at[0] = at[0] + 1 & 0xff;
                at[1] = at[1] + box[at[0]] & 0xff;
                int kept = box[at[0]];
                box[at[0]] = box[at[1]];
                box[at[1]] = kept;
                bytes[k] ^= (byte) box[box[at[0]] + box[at[1]] & 0xff];
            }
        };
    }

    @Override
    public List<KnownAnswer> knownAnswers() {
        return List.of(
                KnownAnswer.ofHex("RFC 6229 §2, 256 bits", "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20", "", "", "00".repeat(32),
                        "eaa6bd25880bf93d3f5d1e4ca2611d91cfa45c9f7e714b54bdfa80027cb14380"),
                KnownAnswer.ofHex("RFC 6229 §2, 40 bits", "0102030405", "", "", "00".repeat(16), "b2396305f03dc027ccc3524a0a1118a8"));
    }

    @Override
    public boolean isLegacy() {
        return true;
    }
}
