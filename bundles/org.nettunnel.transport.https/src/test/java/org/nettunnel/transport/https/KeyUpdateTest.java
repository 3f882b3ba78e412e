package org.nettunnel.transport.https;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// TLS changes its keys while data flows. The limit is read once a process, so this needs one of its own.
@Timeout(120)
class KeyUpdateTest {
    @Test
    void keepsEveryByteWhileTlsChangesItsKeys(@TempDir Path folder) throws Exception {
        Path properties = Files.writeString(folder.resolve("tiny.security"), "jdk.tls.keyLimits=AES/GCM/NoPadding KeyUpdate 2^18\n");
        var process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-Djava.security.properties=" + properties,
                "-Djavax.net.debug=ssl:handshake", "-cp", System.getProperty("java.class.path"), Main.class.getName(), folder.toString())
                .redirectErrorStream(true).redirectOutput(folder.resolve("out").toFile()).start();
        try {
            assertTrue(process.waitFor(100, TimeUnit.SECONDS));
            String output = Files.readString(folder.resolve("out"), StandardCharsets.ISO_8859_1);
            assertEquals(0, process.exitValue(), () -> output.substring(Math.max(0, output.length() - 4000)));
            long updates = output.lines().filter(line -> line.contains("KeyUpdate")).count();
            assertTrue(updates >= 32, updates + " key updates");
        } finally {
            process.destroyForcibly();
        }
    }

    static final class Main {
        public static void main(String[] arguments) throws Exception {
            try (var pair = new WirePair(Path.of(arguments[0])); var ends = pair.dial("https")) {
                Bulk.blocking(ends.dialled(), ends.accepted(), 4 << 20);
                Bulk.blocking(ends.accepted(), ends.dialled(), 4 << 20);
                Bulk.looped(ends.dialled(), ends.accepted(), 8 << 20);
            }
            System.exit(0);
        }
    }
}
