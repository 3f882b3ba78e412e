package org.nettunnel.api.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/// SHA-256 of a public identity or a certificate, as people compare it: `a1b2:c3d4:…`, 16 groups of four hex digits.
public record Fingerprint(String text) {
    private static final int BYTES = 32;

    /// Accepts the printed form, with or without colons, in either case.
    public Fingerprint {
        String hex = text.replace(":", "").toLowerCase(Locale.ROOT);
        if (!hex.matches("[0-9a-f]{64}"))
            throw new IllegalArgumentException("fingerprint '" + text + "' is not 64 hex digits (colons between them are ignored)");
        text = String.join(":", hex.split("(?<=\\G.{4})"));
    }

    /// The fingerprint of an Ed25519 public key or of an encoded certificate.
    public static Fingerprint of(byte[] encoded) {
        try {
            return new Fingerprint(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(encoded)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java has no SHA-256", impossible);
        }
    }

    /// 32 bytes.
    public byte[] bytes() {
        byte[] bytes = HexFormat.of().parseHex(text.replace(":", ""));
        assert bytes.length == BYTES;
        return bytes;
    }

    @Override
    public String toString() {
        return text;
    }
}
