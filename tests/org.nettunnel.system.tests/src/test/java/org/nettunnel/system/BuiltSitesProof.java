package org.nettunnel.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/// The sites that are built and signed beside the product do what they are for, by the command.
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BuiltSitesProof {
    private static final Path SITES = Path.of(System.getProperty("nettunnel.sites", Product.root().resolve(".cache/sites").toString()));
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
}
