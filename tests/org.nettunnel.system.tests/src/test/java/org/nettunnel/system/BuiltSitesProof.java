package org.nettunnel.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.nettunnel.system.framework.SteadyStream;
import org.nettunnel.system.process.Await;
import org.nettunnel.system.process.Cli;
import org.nettunnel.system.process.NodePair;
import org.nettunnel.system.process.Product;
import org.nettunnel.system.process.ProductNode;
import org.nettunnel.system.process.Scratch;
import org.nettunnel.system.server.OwnServer;
import org.nettunnel.system.site.Bundles;
import org.nettunnel.system.site.RenewedSite;
import org.nettunnel.system.site.SigningKey;

/// The sites that are built and signed beside the product do what they are for, by the command; the core's too, and the node comes back from that.
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BuiltSitesProof {
    private static final Path SITES = Path.of(System.getProperty("nettunnel.sites", Product.root().resolve(".cache/sites").toString()));
    private static final String CORE = "org.nettunnel.core";
    private static final Duration SOON = Duration.ofSeconds(60);
    private final SigningKey signer = SigningKey.of("signer of the next release");
    private Scratch scratch;
    private OwnServer echo;
    private NodePair pair;
    private Bundles bundles;

    @BeforeAll
    void startThePair() throws Exception {
        scratch = Scratch.make("built");
        echo = OwnServer.echo();
        ProductNode inner = ProductNode.of("inner", Product.find().copyTo(scratch.file("installation")));
        pair = NodePair.start(ProductNode.of("outer", Product.find()), inner, "tcp");
        bundles = new Bundles(inner);
    }

    @AfterAll
    void end() throws IOException {
        if (pair != null) pair.close();
        if (echo != null) echo.close();
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
        for (Path site : List.of(folder, zip)) {
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

    @Test
    void updatesTheCoreAndComesBackWithItsStreamsRedialled() throws Exception {
        ProductNode node = pair.inner();
        Path plugins = node.product().home().resolve("plugins");
        String from = RenewedSite.version(plugins, "org.nettunnel.tunnel");
        String to = from.replaceFirst("^(\\d+\\.\\d+)\\.\\d+", "$1.99");
        Path site = new RenewedSite(SITES.resolve(CORE), RenewedSite.version(SITES.resolve(CORE).resolve("plugins"), "org.nettunnel.tunnel"), to, signer)
                .write(scratch.file("core"), CORE, 9_999_999_999L);
        command("bundle", "site", "add", site.toString(), "--signer", signer.fingerprint());
        try (SteadyStream stream = new SteadyStream("over a restart", pair.endpoint(echo.port()).port(), Duration.ofMillis(20))) {
            stream.awaitEchoed(1 << 16);
            JsonNode work = bundles.update("org.nettunnel.node");
            assertTrue(work.path("restart").asBoolean(), () -> "it says that it needs a restart: " + work);
            stream.awaitEchoed(stream.echoed());
            assertEquals(from, versionOfTheCore(), "what runs");
            String started = node.api().get("/status").path("started").asText();
            node.cli().succeed("restart", "--wait", "90s");
            node.awaitReady();
            assertNotEquals(started, node.api().get("/status").path("started").asText());
        }
        pair.awaitEstablished(SOON);
        Await.until("the node runs " + to, SOON, () -> versionOfTheCore().equals(to));
        assertFalse(NodePair.tunnel(node).path("links").isEmpty(), "it carries again");
    }

    private String versionOfTheCore() throws Exception {
        for (JsonNode feature : pair.inner().api().get("/bundles").path("features"))
            if (feature.path("core").asBoolean()) return feature.path("version").asText();
        return "";
    }
}
