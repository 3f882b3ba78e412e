package org.nettunnel.api.crypto;

import java.util.HexFormat;

/// What a cipher must make of given bytes, from its specification; the engine checks it before the cipher carries anything.
///
/// @param source     where it is published, such as `RFC 8439 §2.8.2`
/// @param nonce      12 bytes; none for a [StreamCipher]
/// @param associated none for a [StreamCipher]
/// @param sealed     ciphertext and tag; of a [StreamCipher] the ciphertext alone
public record KnownAnswer(String source, byte[] key, byte[] nonce, byte[] associated, byte[] plain, byte[] sealed) {
    /// All as hex digits.
    public static KnownAnswer ofHex(String source, String key, String nonce, String associated, String plain, String sealed) {
        var hex = HexFormat.of();
        return new KnownAnswer(source, hex.parseHex(key), hex.parseHex(nonce), hex.parseHex(associated), hex.parseHex(plain), hex.parseHex(sealed));
    }

    @Override
    public String toString() {
        return "KnownAnswer[" + source + "]";
    }
}
