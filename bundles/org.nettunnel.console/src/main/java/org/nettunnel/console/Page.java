package org.nettunnel.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/// One file as it is served: as it is, and packed for who takes that.
///
/// @param etag of the file as it is, without quotes
@SuppressWarnings("ArrayRecordComponent") // never compared
record Page(String contentType, byte[] plain, byte[] packed, String etag) {
    private static final int TAG_BYTES = 12;

    static Page of(String name, byte[] plain) throws IOException {
        return new Page(type(name), plain, packed(plain), HexFormat.of().formatHex(digest(plain), 0, TAG_BYTES));
    }

    private static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "html" -> "text/html; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> throw new IllegalArgumentException("no type is known for '" + name + "'");
        };
    }

    private static byte[] packed(byte[] plain) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        }
        return packed.toByteArray();
    }

    private static byte[] digest(byte[] plain) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(plain);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java has no SHA-256", impossible);
        }
    }
}
