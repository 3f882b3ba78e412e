package org.nettunnel.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.nettunnel.system.process.Ports;
import org.nettunnel.system.process.Product;
import org.nettunnel.system.process.ProductNode;
import org.nettunnel.system.process.Program;
import org.nettunnel.system.process.Run;
import org.nettunnel.system.process.Scratch;

/// What people get wrong: one clear sentence that names it, and nothing is changed or lost.
@Tag("short")
@Timeout(120)
@ExtendWith(SkipsWithoutProgram.class)
class BadInputTest {
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
    void namesAnAddressThatIsNone() throws Exception {
        node.start();
        assertSentence(node.cli().run("invite", "office", "--address", "no port here"), "no port here");
        assertSentence(node.cli().run("invite", "office", "--address", "example.org:70000"), "70000", "65535");
        assertSentence(node.cli().run("invite", "office", "--address", "example.org:52845", "--transport", "pigeon"), "pigeon");
        assertEquals(0, node.api().get("/tunnels").path("tunnels").size(), "no tunnel was made");
    }

    @Test
    void namesAnEndpointThatCannotBe() throws Exception {
        node.start();
        node.cli().succeed("invite", "office", "--address", "127.0.0.1:1");
        assertSentence(node.cli().run("endpoint", "add", "office", "--listen", "70000", "--to", "127.0.0.1:80"), "70000", "65535");
        assertSentence(node.cli().run("endpoint", "add", "office", "--listen", "0", "--to", "nowhere"), "nowhere");
        assertSentence(node.cli().run("endpoint", "add", "office", "--listen", "0", "--to", "127.0.0.1:80", "--compression", "magic!"), "magic!");
        assertSentence(node.cli().run("endpoint", "add", "ofice", "--listen", "0", "--to", "127.0.0.1:80"), "ofice");
        assertEquals(0, node.api().get("/endpoints").path("endpoints").size(), "no endpoint was made");
    }

    @Test
    void saysWhereNobodyAnswered() throws Exception {
        node.start();
        int silent = Ports.free();
        String invite = node.cli().succeed("invite", "office", "--address", "127.0.0.1:" + silent).out().strip();
        try (ProductNode other = ProductNode.of("other", product).start()) {
            assertSentence(other.cli().run("tunnel", "add", "--invite", invite, "--wait", "5s"), "127.0.0.1:" + silent);
        }
    }

    @Test
    void stopsAtAFingerprintThatIsNotTheNodes() throws Exception {
        node.start();
        try (ProductNode other = ProductNode.of("other", product).start()) {
            Result result = other.cli().run("tunnel", "add", "office", "--address", "127.0.0.1:" + node.port(), "--password-file",
                    node.scratch().file("password").toString(), "--fingerprint", "00".repeat(32));
            assertSentence(result, "fingerprint", "0000:0000");
            assertEquals(0, other.api().get("/tunnels").path("tunnels").size(), "no tunnel was made here");
            assertEquals(0, node.api().get("/tunnels").path("tunnels").size(), "no tunnel was made there");
        }
    }

    @Test
    void saysThatAnInviteWasUsed() throws Exception {
        node.start();
        String invite = node.cli().succeed("invite", "office", "--address", "127.0.0.1:" + node.port(), "--transport", "tcp").out().strip();
        try (ProductNode first = ProductNode.of("first", product).start(); ProductNode second = ProductNode.of("second", product).start()) {
            first.cli().succeed("tunnel", "add", "--invite", invite, "--wait", "30s");
            assertSentence(second.cli().run("tunnel", "add", "--invite", invite, "--wait", "10s"), "invite");
            assertEquals("established", first.api().get("/tunnels").path("tunnels").path(0).path("status").asText(), "the first one's tunnel stays up");
        }
    }

    @Test
    void saysThatAnInviteExpired() throws Exception {
        node.start();
        String invite = node.cli().succeed("invite", "office", "--address", "127.0.0.1:" + node.port(), "--valid", "1s").out().strip();
        try (ProductNode other = ProductNode.of("other", product).start()) { // takes longer than that
            assertSentence(other.cli().run("tunnel", "add", "--invite", invite), "expired");
            assertEquals(0, other.api().get("/tunnels").path("tunnels").size(), "no tunnel was made");
        }
    }

    @Test
    void noticesAMistypedInvite() throws Exception {
        node.start();
        String invite = node.cli().succeed("invite", "office", "--address", "127.0.0.1:" + node.port()).out().strip();
        char typed = invite.charAt(40) == 'A' ? 'B' : 'A';
        for (String wrong : List.of(invite.substring(0, 40) + typed + invite.substring(41), invite.substring(0, invite.length() - 5), "hello"))
            assertSentence(node.cli().run("tunnel", "add", "--invite", wrong), "invite");
        assertEquals(1, node.api().get("/tunnels").path("tunnels").size(), "only the inviting end of it is there");
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

    /// Failed, with a sentence or two on standard error that names this, and no Java stack.
    private static void assertSentence(Result result, String... named) {
        assertNotEquals(0, result.exit(), result::toString);
        assertFalse(result.err().isBlank(), () -> "says nothing: " + result);
        assertNames(result.err(), named);
        assertTrue(result.err().lines().count() <= 4, () -> "more than a sentence: " + result);
    }

    private static void assertNames(String text, String... named) {
        assertFalse(text.contains("\tat ") || text.contains("Exception"), () -> "a Java stack: " + text);
        for (String name : named) assertTrue(text.toLowerCase(java.util.Locale.ROOT).contains(name.toLowerCase(java.util.Locale.ROOT)),
                () -> "does not name '" + name + "': " + text);
    }
}
