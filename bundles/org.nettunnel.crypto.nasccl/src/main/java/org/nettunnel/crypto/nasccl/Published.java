package org.nettunnel.crypto.nasccl;

import java.util.HexFormat;

import org.nettunnel.api.crypto.KnownAnswer;

/// The keys and inputs that the published answers of both generations use.
final class Published {
    private static final byte[] NONE = {};

    private Published() {}

    /// An answer for so many bytes of the [#pattern].
    static KnownAnswer answer(String source, byte[] key, int length, String sealed) {
        return new KnownAnswer(source, key, NONE, NONE, pattern(length), HexFormat.of().parseHex(sealed));
    }

    /// 7, 38, 69, …
    static byte[] pattern(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) bytes[i] = (byte) (i * 31 + 7);
        return bytes;
    }

    /// 0, 1, 2, …
    static byte[] rising(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) bytes[i] = (byte) i;
        return bytes;
    }
}
