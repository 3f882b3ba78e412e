package org.nettunnel.provisioning;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.Fingerprint;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/// A JSON file of the node's own (mode 0600) that is replaced whole: there is the old content or the new, also after a crash.
///
/// **Threads:** one at a time.
final class DurableDocument<F> {
    private static final long MOST_BYTES = 16 << 20;
    private static final boolean POSIX = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final ObjectMapper MAPPER = JsonMapper.builder().addModule(new JavaTimeModule()).addMixIn(Fingerprint.class, AsText.class)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS).enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private final Path path;
    private final Class<F> form;

    /// How a [Fingerprint] is kept.
    private abstract static class AsText {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        AsText(@SuppressWarnings("unused") String text) {}

        @JsonValue
        abstract String text();
    }

    DurableDocument(Path path, Class<F> form) {
        this.path = path;
        this.form = form;
    }

    /// Null when there is none.
    @Nullable F read() throws IOException {
        try {
            if (Files.size(path) > MOST_BYTES || !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                throw new IOException(path + " is no file of the node, or too long: put it back from a backup, or remove it and add the update sites again");
            return MAPPER.readValue(Files.readAllBytes(path), form);
        } catch (NoSuchFileException absent) {
            return null;
        } catch (JsonProcessingException broken) {
            throw new IOException(path + " cannot be read (" + broken.getOriginalMessage() + "): put it back from a backup, or remove it and add the update sites again", broken);
        }
    }

    void write(F content) throws IOException {
        Path next = path.resolveSibling("." + path.getFileName() + ".tmp");
        Files.deleteIfExists(next);
        FileAttribute<?>[] ownerOnly = POSIX ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))} : new FileAttribute<?>[0];
        try {
            try (FileChannel out = FileChannel.open(next, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS), ownerOnly)) {
                for (ByteBuffer rest = ByteBuffer.wrap(MAPPER.writeValueAsBytes(content)); rest.hasRemaining();) out.write(rest);
                out.force(true);
            }
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(next);
        }
        force(path.toAbsolutePath().getParent());
    }

    /// Windows has no way to force a directory; its renames are logged.
    static void force(@Nullable Path directory) throws IOException {
        if (!POSIX || directory == null) return;
        try (FileChannel in = FileChannel.open(directory, StandardOpenOption.READ)) {
            in.force(true);
        }
    }
}
