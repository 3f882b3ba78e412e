package org.nettunnel.crypto.nasccl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;

/// Needs the table, which is never in this tree; without it only the refusals are tested.
class FirstGenerationTest {
    private static final HexFormat HEX = HexFormat.of();

    @TempDir
    Path config;

    @Test
    void doesWhatTheOriginalDoes() throws Exception {
        var cipher = supplied();
        JsonNode vectors = Vectors.read("nasccl-1.1.1.json").get("vectors");
        for (JsonNode vector : vectors) Vectors.check(vector, () -> cipher.keyStream(Vectors.bytes(vector, "key_hex")));
        assertEquals(330, vectors.size());
    }

    @Test
    void schedulesKeysAsTheOriginalDoes() throws Exception {
        var boxes = BoxTable.read(Vectors.file(BoxTable.FILE_NAME)).orElseThrow();
        JsonNode vectors = Vectors.read("nasccl-keyschedule.json").get("vectors");
        for (JsonNode vector : vectors) {
            byte[] salts = FirstGenerationStream.salts(Vectors.bytes(vector, "key_hex"), boxes.bytes());
            for (int row : new int[] {0, 1, 63})
                assertEquals(vector.get("row" + row + "_first16_hex").asText(), HEX.formatHex(Arrays.copyOfRange(salts, 256 * row, 256 * row + 16)));
            assertEquals(vector.get("salt_sha256").asText(), HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(salts)));
        }
        assertEquals(15, vectors.size());
    }

    @Test
    void givesItsKnownAnswers() throws Exception {
        var cipher = supplied();
        assertEquals(3, cipher.knownAnswers().size());
        for (var answer : cipher.knownAnswers()) {
            byte[] bytes = answer.plain().clone();
            cipher.keyStream(answer.key()).xor(bytes, 0, bytes.length);
            assertArrayEquals(answer.sealed(), bytes, answer.source());
        }
        assertTrue(cipher.isLegacy());
        assertEquals("NASCCL-1", cipher.name());
    }

    @Test
    void withoutTheTableThereIsNone() {
        assertTrue(FirstGeneration.of(config).isEmpty());
    }

    @Test
    void anyOtherFileIsRefusedByName() throws Exception {
        Path file = config.resolve(BoxTable.FILE_NAME);
        Files.write(file, new byte[16_383]);
        assertTrue(FirstGeneration.of(config).isEmpty());
        assertEquals(file + " has 16383 bytes and is not the table of NASCCL 1.x, which has 16384", refusal(file));
        Files.write(file, new byte[16_384]);
        assertTrue(FirstGeneration.of(config).isEmpty());
        assertTrue(refusal(file).startsWith(file + " is not the table of NASCCL 1.x: its SHA-256 is 4fe7b59a"), refusal(file));
    }

    @Test
    void aFolderOfThatNameIsRefused() throws Exception {
        Files.createDirectory(config.resolve(BoxTable.FILE_NAME));
        assertTrue(FirstGeneration.of(config).isEmpty());
    }

    @Test
    void oneChangedBitIsNoticed() throws Exception {
        byte[] bytes = Files.readAllBytes(Vectors.file(BoxTable.FILE_NAME));
        bytes[9999] ^= 1;
        Files.write(config.resolve(BoxTable.FILE_NAME), bytes);
        assertTrue(FirstGeneration.of(config).isEmpty());
    }

    private static String refusal(Path file) {
        return String.valueOf(assertThrows(IOException.class, () -> BoxTable.read(file)).getMessage());
    }

    private FirstGeneration supplied() throws IOException {
        Files.copy(Vectors.file(BoxTable.FILE_NAME), config.resolve(BoxTable.FILE_NAME));
        return FirstGeneration.of(config).orElseThrow();
    }
}
