package org.nettunnel.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.system.process.Await;
import org.nettunnel.system.process.Cli;
import org.nettunnel.system.process.NodePair;
import org.nettunnel.system.process.NodePair.Endpoint;
import org.nettunnel.system.process.Ports;
import org.nettunnel.system.process.Product;
import org.nettunnel.system.process.ProductNode;
import org.nettunnel.system.process.Scratch;
import org.nettunnel.system.server.OwnServer;
import org.nettunnel.system.site.Bundles;
import org.nettunnel.system.site.RenewedSite;
import org.nettunnel.system.site.SigningKey;

/// The node itself is updated on request, with one restart; whenever it is killed there is the old or the new, and a release that does not come up is left again.
@Timeout(900)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CoreUpdateProof {
    private static final Path SITES = Path.of(System.getProperty("nettunnel.sites", Product.root().resolve(".cache/sites").toString()));
    private static final String CORE = "org.nettunnel.node";
    private static final String SITE = "org.nettunnel.core";
    private static final String ZSTD = "org.nettunnel.compression.zstd";
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final int ECHOED = 7;
    private final SigningKey signer = SigningKey.of("signer of the next release");
    private Scratch scratch;
    private OwnServer echo;
    private NodePair pair;
    private ProductNode node;
    private Bundles bundles;
    private Endpoint endpoint;
    private String unpacked;
    private String next;

    @BeforeAll
    void startThePair() throws Exception {
        scratch = Scratch.make("core");
        echo = OwnServer.echo();
        unpacked = RenewedSite.version(Product.find().home().resolve("plugins"), "org.nettunnel.tunnel");
        node = ProductNode.of("inner", Product.find().copyTo(scratch.file("installation"))).withJavaOptions("-Dnettunnel.trial.seconds=75");
        pair = NodePair.start(ProductNode.of("outer", Product.find()), node, "tcp");
        bundles = new Bundles(node);
        endpoint = pair.endpoint(echo.port());
        Path zstd = SITES.resolve(ZSTD);
        String confirmed = node.api().post("/bundles/sites/look", Map.of("location", zstd.toString())).path("signer").asText();
        node.cli().succeed("bundle", "site", "add", zstd.toString(), "--signer", confirmed);
        node.cli().succeed("bundle", "install", "compression.zstd");
        next = offer("99", "");
        node.cli().succeed("bundle", "site", "add", scratch.file("site-99").toString(), "--signer", signer.fingerprint());
    }

    @AfterAll
    void end() throws IOException {
        if (pair != null) pair.close();
        if (echo != null) echo.close();
        if (scratch != null) scratch.close();
    }

    /// A release with another third number.
    private String offer(String number, String hollow) throws IOException {
        String version = unpacked.replaceFirst("^(\\d+\\.\\d+)\\.\\d+", "$1." + number);
        new RenewedSite(SITES.resolve(SITE), unpacked, version, signer).hollow(hollow).write(scratch.file("site-" + number), SITE, 9_999_999_000L + Integer.parseInt(number));
        return version;
    }

    private JsonNode core() throws Exception {
        for (JsonNode feature : node.api().get("/bundles").path("features")) if (feature.path("core").asBoolean()) return feature;
        throw new AssertionError("the node does not say what it is");
    }

    /// All that a node is there for: its tunnel, what was installed in it, and streams.
    private void assertWorks(String version) throws Exception {
        node.awaitReady();
        assertEquals(version, core().path("version").asText());
        pair.awaitEstablished(SOON);
        assertEquals(Set.of(ZSTD), bundles.optional().keySet());
        Await.until("zstd is offered", SOON, () -> bundles.provided().contains("zstd offered"));
        Await.until("an echo comes back", SOON, () -> {
            open().close();
            return true;
        });
    }

    private Socket open() throws IOException, InterruptedException {
        var socket = new Socket();
        try {
            socket.connect(Ports.loopback(endpoint.port()), 10_000);
            socket.setSoTimeout(20_000);
            echoes(socket);
            return socket;
        } catch (IOException | AssertionError failed) {
            socket.close();
            throw failed;
        }
    }

    private static void echoes(Socket socket) throws IOException {
        socket.getOutputStream().write(ECHOED);
        assertEquals(ECHOED, socket.getInputStream().read());
    }

    @Test
    @Order(1)
    void hasTheOldOrTheNewAfterItWasKilled() throws Exception {
        SplittableRandom random = new SplittableRandom(11);
        Set<String> seen = new HashSet<>();
        int kills = Scale.of(1, 20);
        for (int i = 0; i < kills; i++) {
            bundles.begin("update", CORE, false);
            LockSupport.parkNanos(200_000_000 + random.nextLong(3_000_000_000L)); // the moment is what is tried
            node.kill();
            node.launch();
            if (i % 2 == 1) {   // amid the start that may be trying the new one
                LockSupport.parkNanos(random.nextLong(5_000_000_000L));
                node.kill();
                node.launch();
            }
            node.awaitReady();
            String after = core().path("version").asText();
            assertTrue(Set.of(unpacked, next).contains(after), after);
            seen.add(after.equals(next) ? "new" : "old");
            assertWorks(after);
            if (after.equals(next)) {
                Await.until("the new one is taken for good", SOON, () -> Files.exists(releases().resolve("previous")));
                node.cli().succeed("bundle", "rollback", "node", "--restart");
                assertWorks(unpacked);
            }
        }
        Figures.keep(String.format(Locale.ROOT, "%d kills amid updates of the core, after them %s", kills, seen));
    }

    private Path releases() {
        return node.product().home().resolve("releases");
    }

    @Test
    @Order(2)
    void isUpdatedByOneRestart() throws Exception {
        long pid = node.process().pid();
        int port = node.port();
        try (Socket stream = open()) {
            Cli.Result said = node.cli().succeed("bundle", "update", "node");
            assertTrue(said.out().contains(next + " is ready"), said::toString);
            assertTrue(said.err().contains("restart needed: nettunnel restart"), said::toString);
            assertEquals(unpacked, core().path("version").asText(), "nothing happens before");
            assertTrue(node.cli().succeed("bundle", "list").out().contains(next + " is ready"));
            echoes(stream);
            long start = System.nanoTime();
            node.cli().succeed("restart");
            assertWorks(next);
            Figures.keep(String.format(Locale.ROOT, "core updated, tunnel back after %.1f s", (System.nanoTime() - start) / 1e9));
        }
        assertEquals(pid, node.process().pid());
        assertTrue(node.process().isAlive(), "the process that supervisors see runs on");
        assertEquals(port, node.port());
        assertTrue(pair.outer().log().contains("code=10 "), "the peer was told to redial");
        assertEquals(signer.fingerprint(), core().path("signer").asText().replace(":", ""));
        assertEquals("", core().path("note").asText());
        assertTrue(node.cli().succeed("bundle", "update", "node").out().contains("is the newest"));
    }

    @Test
    @Order(3)
    void goesBackWhenTheNewOneDoesNotComeUp() throws Exception {
        List<String> broken = Scale.of(0, 1) == 0 ? List.of("org.eclipse.osgi") : List.of("org.eclipse.osgi", "org.nettunnel.admin");
        int number = 100;
        for (String bundle : broken) {
            String bad = offer(String.valueOf(number), bundle);
            node.cli().succeed("bundle", "site", "add", scratch.file("site-" + number++).toString(), "--signer", signer.fingerprint());
            node.cli().succeed("bundle", "update", "node");
            node.cli().succeed("restart", "--wait", "0");
            Await.until("the node says that it went back", SOON.multipliedBy(2), () -> node.log().contains(bad + " did not come up"));
            assertWorks(next);
            assertTrue(node.cli().succeed("bundle", "list").out().contains(bad + " did not come up"));
            assertTrue(node.log().contains("release did not come up"), "the start that failed says why");
        }
    }

    @Test
    @Order(4)
    void goesBackOnRequest() throws Exception {
        node.cli().succeed("bundle", "update", "node");
        assertTrue(node.cli().succeed("bundle", "rollback", "node").out().contains("is not tried"), "an update that was not begun is taken back");
        assertTrue(node.cli().succeed("bundle", "rollback", "node", "--restart").out().contains("the node runs " + unpacked));
        assertWorks(unpacked);
    }
}
