package org.nettunnel.crypto.nasccl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Supplier;

import org.nettunnel.api.crypto.KeyStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/// What the originals were seen to do; it lies beside the checkout and not in it.
///
/// Found in `shared/vectors/nettunnel` of a folder above the working directory; the system property `nettunnel.vectors` names another `vectors`.
final class Vectors {
    private static final HexFormat HEX = HexFormat.of();

    private Vectors() {}

    static Path file(String name) {
        Path file = folder().resolve("nettunnel").resolve(name);
        assumeTrue(Files.isReadable(file), () -> "no test vectors at " + file + "; name their folder by -Dnettunnel.vectors=DIR");
        return file;
    }

    static JsonNode read(String name) throws IOException {
        return new ObjectMapper().readTree(file(name).toFile());
    }

    private static Path folder() {
        String given = System.getProperty("nettunnel.vectors");
        if (given != null) return Path.of(given);
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent())
            if (Files.isDirectory(at.resolve("shared/vectors"))) return at.resolve("shared/vectors");
        return Path.of("shared/vectors").toAbsolutePath();
    }

    static byte[] bytes(JsonNode vector, String field) {
        return HEX.parseHex(vector.get(field).asText());
    }

    /// Runs the calls of one vector: on one stream, or on a fresh one each.
    static void check(JsonNode vector, Supplier<KeyStream> streams) throws Exception {
        boolean startsOver = switch (vector.get("mode").asText()) {
            case "auto-reset" -> true;
            case "continuous" -> false;
            default -> throw new IllegalArgumentException("unknown mode in " + vector.get("id"));
        };
        KeyStream stream = streams.get();
        for (JsonNode call : vector.get("calls")) {
            if (startsOver) stream = streams.get();
            byte[] bytes = input(call);
            stream.xor(bytes, 0, bytes.length);
            checkOutput(vector.get("id").asText() + ", " + bytes.length + " bytes", call, bytes);
        }
    }

    private static byte[] input(JsonNode call) {
        if (call.has("in_hex")) return bytes(call, "in_hex");
        int length = call.get("length").asInt();
        return call.get("in").asText().equals("zero") ? new byte[length] : Published.pattern(length);
    }

    private static void checkOutput(String which, JsonNode call, byte[] out) throws Exception {
        if (call.has("out_hex")) {
            assertEquals(call.get("out_hex").asText(), HEX.formatHex(out), which);
            return;
        }
        assertEquals(call.get("out_first32_hex").asText(), HEX.formatHex(Arrays.copyOf(out, 32)), which);
        assertEquals(call.get("out_sha256").asText(), HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(out)), which);
    }
}
