package org.nettunnel.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nettunnel.system.process.Cli;
import org.nettunnel.system.process.NodePair;
import org.nettunnel.system.process.Product;
import org.nettunnel.system.process.ProductNode;
import org.nettunnel.system.process.Scratch;
import org.nettunnel.system.site.Bundles;
import org.nettunnel.system.site.RenewedSite;
import org.nettunnel.system.site.SigningKey;
import org.nettunnel.system.site.Snapshot;

/// The sites that are built and signed beside the product do what they are for, by the command; the core is left alone.
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BuiltSitesProof {
    private static final Path SITES = Path.of(System.getProperty("nettunnel.sites", Product.root().resolve(".cache/sites").toString()));
    private static final String CORE = "org.nettunnel.core";
    private static final Duration SOON = Duration.ofSeconds(60);
    private final SigningKey signer = SigningKey.of("signer of the next release");
    private Scratch scratch;
    private NodePair pair;
    private Bundles bundles;

    @BeforeAll
    void startThePair() throws Exception {
        scratch = Scratch.make("built");
        ProductNode inner = ProductNode.of("inner", Product.find().copyTo(scratch.file("installation")));
        pair = NodePair.start(ProductNode.of("outer", Product.find()), inner, "tcp");
        bundles = new Bundles(inner);
    }

    @AfterAll
    void end() throws IOException {
        if (pair != null) pair.close();
        if (scratch != null) scratch.close();
    }

    private Cli.Result command(String... arguments) throws Exception {
        return pair.inner().cli().succeed(arguments);
    }

    private String signerOf(Path site) throws Exception {
        return pair.inner().api().post("/bundles/sites/look", Map.of("location", site.toString())).path("signer").asText();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"compression.zstd, zstd", "compression.lz4, lz4", "crypto.nasccl, NASCCL-2+AES-256-GCM"})
    void installsByTheShortName(String feature, String offers) throws Exception {
        String id = "org.nettunnel." + feature;
        Path folder = SITES.resolve(id);
        Path zip = SITES.resolve(id + ".zip");
        assertTrue(Files.isDirectory(folder) && Files.isRegularFile(zip), () -> "there is no site " + folder + " with its zip; ./dev sites makes it");
        for (Path site : List.of(zip, folder).subList(0, Scale.of(1, 2))) {
            command("bundle", "site", "add", site.toString(), "--signer", signerOf(site));
            command("bundle", "install", feature);
            assertTrue(bundles.provided().contains(offers + " offered"), () -> "offered: " + offers);
            assertTrue(command("bundle", "list").out().contains(id), "it is listed");
            assertTrue(command("suite", "list").out().contains(offers), "what it offers is listed");
            command("bundle", "remove", feature);
            assertEquals(Map.of(), bundles.optional());
        }
        command("bundle", "site", "remove", id);
    }

    /// The core is not changed in a running node: it says so, touches nothing, and comes back from a restart on request with its tunnel.
    @Test
    void leavesTheCoreAloneAndComesBackFromARestart() throws Exception {
        ProductNode node = pair.inner();
        String to = RenewedSite.version(SITES.resolve(CORE).resolve("plugins"), "org.nettunnel.tunnel");
        Path site = new RenewedSite(SITES.resolve(CORE), to, to.replaceFirst("^(\\d+\\.\\d+)\\.\\d+", "$1.99"), signer).write(scratch.file("core"), CORE, 9_999_999_999L);
        command("bundle", "site", "add", site.toString(), "--signer", signer.fingerprint());
        Snapshot before = Snapshot.of(_ -> false, node.product().home());
        Sentences.assertNames(bundles.refused("update", "org.nettunnel.node"), "installation");
        assertEquals(List.of(), Snapshot.of(_ -> false, node.product().home()).changesSince(before), "the installation");
        String started = node.api().get("/status").path("started").asText();
        node.cli().succeed("restart", "--wait", "50s");
        node.awaitReady();
        assertNotEquals(started, node.api().get("/status").path("started").asText());
        pair.awaitEstablished(SOON);
        command("bundle", "site", "remove", CORE);
    }
}
