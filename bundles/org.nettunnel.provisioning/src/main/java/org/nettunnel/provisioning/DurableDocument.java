package org.nettunnel.provisioning;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.Fingerprint;
import org.nettunnel.provisioning.disk.Durable;

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
        Durable.write(path, MAPPER.writeValueAsBytes(content));
    }
}
