package org.nettunnel.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nettunnel.system.Sentences.assertNames;
import static org.nettunnel.system.Sentences.assertSentence;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettunnel.system.process.Await;
import org.nettunnel.system.process.Cli.Result;
import org.nettunnel.system.process.Debian;
import org.nettunnel.system.process.Product;
import org.nettunnel.system.process.ProductNode;
import org.nettunnel.system.process.Program;
import org.nettunnel.system.process.Run;
import org.nettunnel.system.process.Scratch;

/// What keeps a node from starting: one clear sentence that names it, and nothing is changed or lost.
@Tag("short")
@Tag("restarts")
@Timeout(120)
@ExtendWith(SkipsWithoutProgram.class)
class BadStartsTest {
    private static final int USAGE = 2;
    private static final int CONFIGURATION = 78;
    private static final Duration STARTED = Duration.ofSeconds(60);
    private final Product product = Product.find();
    private ProductNode node;

    @BeforeEach
    void makeNode() throws IOException {
        node = ProductNode.of("node", product);
    }

    @AfterEach
    void endNode() {
        node.close();
    }

    @Test
    void showsWhereAStoreFileIsWrongAndTheWayBack() throws Exception {
        node.start();
        node.cli().succeed("invite", "office", "--address", "127.0.0.1:1");
        node.stop(STARTED);
        Path file = node.configDirectory().resolve("tunnels.json");
        String good = Files.readString(file);
        String bad = good.replace("\"tunnels\"", "\"tunels\"");
        assertNotEquals(good, bad);
        assertRefusesToStart(file, bad, "tunnels.json", "line", "column", "tunels", "tunnels", "generation");
        assertRefusesToStart(file, good.substring(0, good.length() / 2), "tunnels.json", "line", "column", "generation");

        node.start("--use-last-good");
        assertEquals(1, node.api().get("/tunnels").path("tunnels").size(), "the newest good generation is back");
    }

    private void assertRefusesToStart(Path file, String content, String... named) throws Exception {
        Files.writeString(file, content);
        int before = node.log().length();
        Program started = node.launch();
        assertEquals(CONFIGURATION, started.awaitExit(STARTED), () -> "exit code; " + node.log().substring(before));
        assertNames(node.log().substring(before), named);
        assertEquals(content, Files.readString(file), "the file is as the person left it");
    }

    @Test
    void refusesAPortOutOfRange() throws Exception {
        Result result = product.cli().run("run", "--config", node.configDirectory().toString(), "--data", node.dataDirectory().toString(), "--logs",
                node.scratch().file("logs").toString(), "--port", "70000");
        assertSentence(result, "70000", "65535");
        assertEquals(USAGE, result.exit(), result::toString);
        assertFalse(Files.exists(node.dataDirectory()), "nothing was made");
    }

    @Test
    void waitsForItsPortAndSaysSo() throws Exception {
        node.start();
        node.stop(STARTED);
        int before = node.log().length();
        try (ServerSocket _ = new ServerSocket(node.port(), 1, InetAddress.getByName("127.0.0.1"))) {
            node.launch();
            Await.until("the log names the port that is taken", STARTED, () -> {
                String log = node.log().substring(before);
                return log.contains("cannot be used") && log.contains(String.valueOf(node.port()));
            });
            assertTrue(node.process().isAlive(), "it goes on trying");
        }
        node.awaitReady();
    }

    @Test
    void namesADirectoryItCannotUse() throws Exception {
        Path file = node.scratch().write("not-a-directory", "");
        for (String directory : List.of(file.toString(), file + "/below", "/proc/nettunnel")) {
            Result result = product.cli().run("run", "--config", node.configDirectory().toString(), "--data", directory, "--logs",
                    node.scratch().file("logs").toString(), "--port", "0");
            assertSentence(result, directory, "--data");
            assertEquals(CONFIGURATION, result.exit(), result::toString);
        }
    }

    @Test
    void saysWhichJavaItNeeds() throws Exception {
        // a system whose only Java is an old one: made by hiding the others, which takes root
        String unshare = Debian.program("unshare");
        Path old = node.scratch().directory("jdk-17");
        Files.createDirectories(old.resolve("bin"));
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
        Files.createSymbolicLink(old.resolve("bin/java"), Path.of("/bin/true"));
        Map<String, String> environment = Map.of("JAVA_HOME", old.toString(), "HOME", "/nowhere", "PATH", "/usr/bin:/bin");
        Result probe = Run.of(List.of(unshare, "-m", "mount", "-t", "tmpfs", "none", "/usr/lib/jvm"), environment, STARTED);
        org.junit.jupiter.api.Assumptions.assumeTrue(probe.exit() == 0, "cannot hide /usr/lib/jvm here: " + probe.err());
        Result result = Run.of(List.of(unshare, "-m", "sh", "-c", "mount -t tmpfs none /usr/lib/jvm && exec \"$0\" version",
                product.home().resolve("bin/nettunnel").toString()), environment, STARTED);
        assertSentence(result, "Java 25", "Java 17", "JAVA_HOME");
        assertEquals(3, result.exit(), result::toString);
    }
}
