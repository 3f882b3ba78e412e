package org.nettunnel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Output as it is to look, in files.
final class Golden {
    private Golden() {}

    /// With NETTUNNEL_GOLDEN=FOLDER in the environment it writes the file instead, for people to look at.
    static void check(String name, String actual) throws Exception {
        String write = System.getenv("NETTUNNEL_GOLDEN");
        if (write != null) {
            Files.writeString(Path.of(write, name), actual);
            return;
        }
        try (var in = Golden.class.getResourceAsStream("/golden/" + name)) {
            assertTrue(in != null, "no golden file " + name + " for\n" + actual);
            assertEquals(new String(in.readAllBytes(), StandardCharsets.UTF_8), actual, "when it is meant so: NETTUNNEL_GOLDEN=" + "bundles/org.nettunnel.cli/src/test/resources/golden ./dev test cli");
        }
    }
}
