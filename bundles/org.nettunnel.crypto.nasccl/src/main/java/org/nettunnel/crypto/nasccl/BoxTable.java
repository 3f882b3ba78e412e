package org.nettunnel.crypto.nasccl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/// The constants of NASCCL's first generation, 64 rows of 256; the administrator brings them, since they are not ours to give.
///
/// @param bytes never written
record BoxTable(byte[] bytes) {
    static final String FILE_NAME = "nasccl_boxes.bin";
    static final int ROWS = 64;
    static final int ROW_BYTES = 256;
    private static final String SHA_256 = "4b1c10c9cf0da4f93c5f087264015ef511ba0dba0f856f747b4eb53a83e07aa0";

    /// Empty when there is no such file.
    ///
    /// @throws IOException with a sentence for people when there is one that cannot be read or is not the table
    static Optional<BoxTable> read(Path file) throws IOException {
        if (Files.notExists(file)) return Optional.empty();
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) throw new IOException(file + " cannot be read: it is no file, or the node's user has no right to it");
        long size = Files.size(file);
        if (size != ROWS * ROW_BYTES)
            throw new IOException(file + " has " + size + " bytes and is not the table of NASCCL 1.x, which has " + ROWS * ROW_BYTES);
        byte[] bytes = Files.readAllBytes(file);
        String found = digest(bytes);
        if (!found.equals(SHA_256))
            throw new IOException(file + " is not the table of NASCCL 1.x: its SHA-256 is " + found + ", the table's " + SHA_256);
        return Optional.of(new BoxTable(bytes));
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java has no SHA-256", missing);
        }
    }
}
