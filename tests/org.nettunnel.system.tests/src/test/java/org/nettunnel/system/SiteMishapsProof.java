package org.nettunnel.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.http.HttpResponse;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.system.process.Api;
import org.nettunnel.system.process.Await;
import org.nettunnel.system.process.Cli;
import org.nettunnel.system.process.Debian;
import org.nettunnel.system.process.Product;
import org.nettunnel.system.process.ProductNode;
import org.nettunnel.system.process.Run;
import org.nettunnel.system.process.Scratch;
import org.nettunnel.system.site.Bundles;
import org.nettunnel.system.site.FileServer;
import org.nettunnel.system.site.ProofCipher;
import org.nettunnel.system.site.SigningKey;
import org.nettunnel.system.site.SiteForge;
import org.nettunnel.system.site.TrustStore;

/// What can happen to a node while it installs: it is killed, its disk is full, somebody asks who may not; afterwards there is the old or the new, and it works.
@Timeout(1200)
class SiteMishapsProof {
    private static final String OFFERED = ProofCipher.SUITE + " offered";
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration STOP = Duration.ofSeconds(40);
    private final SigningKey signer = SigningKey.of("signer of the proof");
    private Scratch scratch;
    private SiteForge forge;
    private FileServer server;
    private ProductNode node;
    private Bundles bundles;
    private long indexVersion;

    @BeforeEach
    void makeTheNode() throws Exception {
        scratch = Scratch.make("mishaps");
        SigningKey host = SigningKey.of("127.0.0.1");
        forge = new SiteForge(Product.find(), signer, signer, signer);
        server = new FileServer(forge.good("1.0.0").write(scratch.file("site")), host);
        node = ProductNode.of("node", Product.find()).withJavaOptions(TrustStore.write(scratch.file("cacerts"), host));
        bundles = new Bundles(node);
    }

    @AfterEach
    void end() throws IOException {
        node.close();
        server.close();
        scratch.close();
    }

    private void offer(String version) throws IOException {
        forge.good(version).indexVersion(++indexVersion).write(scratch.file("site"));
    }

    private void startAndAddTheSite() throws Exception {
        node.start();
        bundles.add(server.location().toString(), signer);
    }

    @Test
    void hasTheOldOrTheNewAfterItWasKilled() throws Exception {
        startAndAddTheSite();
        bundles.install(SiteForge.ID);
        SplittableRandom random = new SplittableRandom(7);
        long wholeNanos = measuredUpdate();
        int kills = Scale.of(2, 40);
        int were = 0;
        Set<String> seen = new HashSet<>();
        for (int i = 1; i <= kills; i++) {
            String before = bundles.optional().get(SiteForge.ID);
            String next = "1.1." + i;
            offer(next);
            boolean isInFetch = i % 3 == 1;
            server.mode(isInFetch ? FileServer.Mode.SLOW : FileServer.Mode.GOOD);
            bundles.begin("update", SiteForge.ID, false);
            LockSupport.parkNanos(isInFetch ? 50_000_000 + random.nextLong(300_000_000) : random.nextLong(wholeNanos)); // the moment is what is tried
            node.kill();
            server.mode(FileServer.Mode.GOOD);
            node.start();
            String after = String.valueOf(bundles.optional().get(SiteForge.ID));
            assertTrue(Set.of(before, next).contains(after), () -> "killed while " + before + " became " + next + ", and it is " + after);
            Await.until("the suite of " + after + " is offered", SOON, () -> bundles.provided().contains(OFFERED));
            seen.add(after.equals(next) ? "new" : "old");
            were++;
            if (!after.equals(next)) bundles.update(SiteForge.ID);
            assertEquals(next, bundles.optional().get(SiteForge.ID), "after another try");
        }
        bundles.remove(SiteForge.ID);
        Figures.keep(String.format(Locale.ROOT, "%d kills amid updates of %.1f s, after each %s", were, wholeNanos / 1e9, seen));
    }

    private long measuredUpdate() throws Exception {
        offer("1.1.0");
        long start = System.nanoTime();
        bundles.update(SiteForge.ID);
        return System.nanoTime() - start;
    }

    @Test
    void keepsWhatIsInstalledOverARestart() throws Exception {
        startAndAddTheSite();
        bundles.install(SiteForge.ID);
        assertEquals(0, node.stop(STOP));
        server.close(); // what is there needs nobody
        node.start();
        assertEquals(Map.of(SiteForge.ID, "1.0.0"), bundles.optional());
        Await.until("the suite is offered after the restart", SOON, () -> bundles.provided().contains(OFFERED));
        bundles.remove(SiteForge.ID);
        assertEquals(Map.of(), bundles.optional());
    }

    @Test
    void saysThatTheDiskIsFullAndGoesOn() throws Exception {
        assumeTrue(Debian.isRoot(), "only root can make a file system");
        Path data = Files.createDirectories(node.dataDirectory());
        Files.setPosixFilePermissions(data, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
        Cli.Result mounted = Run.of(List.of("mount", "-t", "tmpfs", "-o", "size=64m,mode=700", "tmpfs", data.toString()), Map.of(), SOON);
        assumeTrue(mounted.exit() == 0, mounted::toString);
        try {
            startAndAddTheSite();
            Path filler = data.resolve("filler");
            fill(filler, data.toFile().getUsableSpace() - 8 * 1024);
            String sentence = bundles.refused("install", SiteForge.ID);
            Sentences.assertNames(sentence);
            assertTrue(sentence.contains("space") || sentence.contains("full"), sentence);
            assertEquals(Map.of(), bundles.optional());
            Files.delete(filler);
            bundles.install(SiteForge.ID);
            assertTrue(bundles.provided().contains(OFFERED));
        } finally {
            node.close();
            Run.of(List.of("umount", "-l", data.toString()), Map.of(), SOON);
        }
    }

    private static void fill(Path file, long bytes) throws IOException {
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            byte[] block = new byte[4096];
            for (long left = bytes; left >= block.length; left -= block.length) out.write(block);
        }
    }

    @Test
    void obeysAdministratorsOnly() throws Exception {
        startAndAddTheSite();
        assertEquals(0, node.stop(STOP));
        addLimitedUser();
        node.start();
        JsonNode session = node.api().post("/login", Map.of("user", "guest", "password", "correct horse battery staple"));
        Api guest = node.api().as(session.path("token").asText());
        guest.get("/suites");
        Map<String, Object> site = Map.of("location", server.location().toString(), "signer", signer.fingerprint());
        for (HttpResponse<String> answer : List.of(guest.call("GET", "/bundles", null), guest.call("GET", "/bundles/available", null),
                guest.call("GET", "/bundles/works", null), guest.call("GET", "/bundles/sites", null), guest.call("POST", "/bundles/sites", site),
                guest.call("DELETE", "/bundles/sites/" + SiteForge.ID, null), guest.call("POST", "/bundles/works", Map.of("kind", "install", "feature", SiteForge.ID)),
                guest.call("POST", "/suites/preference", Map.of("allowInsecureLegacy", true)), guest.call("POST", "/restart", null)))
            assertEquals(403, answer.statusCode(), () -> answer.request().method() + " " + answer.uri() + " answered " + answer.body());
        assertEquals(Map.of(), bundles.optional());
        assertEquals(1, node.api().get("/bundles/sites").path("sites").size(), "the site is still there");
        node.api().get("/status");
    }

    /// A copy of the administrator with less to say.
    private void addLimitedUser() throws IOException {
        Path file = node.configDirectory().resolve("accounts.json");
        ObjectMapper json = new ObjectMapper();
        ObjectNode accounts = (ObjectNode) json.readTree(file.toFile());
        ObjectNode guest = (ObjectNode) accounts.path("users").path(0).deepCopy();
        guest.put("name", "guest").put("role", guest.path("role").asText().equals("administrator") ? "limited" : "LIMITED");
        accounts.withArray("users").add(guest);
        Files.write(file, json.writeValueAsBytes(accounts));
    }
}
