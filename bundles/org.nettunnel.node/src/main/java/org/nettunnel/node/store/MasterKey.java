package org.nettunnel.node.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.Secret;

/// The key that seals the secrets in the store, with the short id by which a sealed field names it.
///
/// @param id 8 hex digits that tell nothing of the key
record MasterKey(String id, Secret key) {
    static final String FILE = "master.key";
    static final String CREDENTIAL = "nettunnel-master";
    private static final int BYTES = 32;

    static MasterKey of(Secret key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("nettunnel master key id".getBytes(StandardCharsets.US_ASCII));
            return new MasterKey(HexFormat.of().formatHex(digest.digest(key.bytes()), 0, 4), key);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java has no SHA-256", impossible);
        }
    }

    /// The keys in `<data>/master.key`, a line each: the first seals, all open; none when there is no such file.
    static List<MasterKey> inFile(Path data, FileSteps steps) throws IOException {
        return read(data.resolve(FILE), steps);
    }

    /// The key that systemd hands over (`LoadCredential=nettunnel-master`); none when it hands over none.
    ///
    /// @param credentials what `$CREDENTIALS_DIRECTORY` names; null when it is not set
    static List<MasterKey> inCredential(@Nullable Path credentials, FileSteps steps) throws IOException {
        return credentials == null ? List.of() : read(credentials.resolve(CREDENTIAL), steps);
    }

    /// Makes a fresh key and writes it to `<data>/master.key`.
    static MasterKey make(Path data, FileSteps steps) throws IOException {
        byte[] key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        new DurableFile(data.resolve(FILE), steps).write((HexFormat.of().formatHex(key) + "\n").getBytes(StandardCharsets.US_ASCII));
        return of(Secret.of(key));
    }

    private static List<MasterKey> read(Path path, FileSteps steps) throws IOException {
        byte[] content = new DurableFile(path, steps).read();
        if (content == null) return List.of();
        if (content.length == BYTES) return List.of(of(Secret.of(content)));
        String hex = new String(content, StandardCharsets.ISO_8859_1).strip();
        if (!hex.matches("[0-9a-fA-F]{64}(\\s+[0-9a-fA-F]{64}){0,9}"))
            throw new IOException(path + " is no master key: it must have 64 hex digits, or 32 bytes; put back the one this node had");
        return Stream.of(hex.split("\\s+")).map(each -> of(Secret.of(HexFormat.of().parseHex(each)))).toList();
    }
}
