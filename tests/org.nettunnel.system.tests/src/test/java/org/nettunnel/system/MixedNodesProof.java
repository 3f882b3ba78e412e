package org.nettunnel.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nettunnel.system.framework.SteadyStream;
import org.nettunnel.system.process.Await;
import org.nettunnel.system.process.NodePair;
import org.nettunnel.system.process.Product;
import org.nettunnel.system.process.ProductNode;
import org.nettunnel.system.process.Scratch;
import org.nettunnel.system.server.OwnServer;
import org.nettunnel.system.site.Bundles;
import org.nettunnel.system.site.ProofCipher;
import org.nettunnel.system.site.SigningKey;
import org.nettunnel.system.site.Swappable;

/// One node has what the other has not, in all orders: a link uses what both have and both would rather, and its streams go on through all of it.
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MixedNodesProof {
    private static final String USUAL = "AES-256-GCM";
    private static final String CASCADE = "NASCCL-2+AES-256-GCM";
    private static final String ALONE = "NASCCL-2+HMAC";
    private static final Duration SOON = Duration.ofSeconds(30);
    /// A legacy cipher is slow: what is under way shall not fill its buffers, nor take all processors.
    private static final Duration PACE = Duration.ofMillis(400);
    private final SigningKey signer = SigningKey.of("signer of the proof");
    private final List<SteadyStream> streams = new ArrayList<>();
    private Scratch scratch;
    private OwnServer echo;
    private NodePair pair;
    private Bundles outer;
    private Bundles inner;
    private long indexVersion;

    @BeforeAll
    void startThePair() throws Exception {
        scratch = Scratch.make("mixed");
        echo = OwnServer.echo();
        pair = NodePair.start(Product.find(), "tcp");
        outer = new Bundles(pair.outer());
        inner = new Bundles(pair.inner());
        for (String compression : List.of("off", "adaptive"))
            streams.add(new SteadyStream("through mixed nodes, " + compression,
                    pair.endpoint(pair.outer(), "127.0.0.1:" + echo.port(), compression).port(), PACE));
    }

    @AfterAll
    void streamsAreWhole() throws Exception {
        try {
            long bytes = 0;
            for (SteadyStream stream : streams) bytes += stream.finish();
            Figures.keep("mixed nodes: " + streams.size() + " streams whole, " + (bytes >> 20) + " MiB");
        } finally {
            for (SteadyStream stream : streams) stream.close();
            if (pair != null) pair.close();
            if (echo != null) echo.close();
            if (scratch != null) scratch.close();
        }
    }

    @AfterEach
    void nothingIsInstalled() throws Exception {
        for (Bundles each : List.of(outer, inner)) {
            each.preferSuites();
            each.preferCompressions();
            each.allowInsecureLegacy(false);
            for (String feature : each.optional().keySet()) each.done("remove", feature, true);
        }
        awaitSuite(USUAL);
    }

    static List<String> first() {
        return List.of("outer", "inner").subList(0, Scale.of(1, 2));
    }

    private void offer(Swappable what, int version) throws IOException, InterruptedException {
        Path folder = scratch.file(what.feature());
        what.draft("1.0." + version, signer).indexVersion(++indexVersion).write(folder);
        for (Bundles each : List.of(outer, inner)) each.add(folder.toString(), signer);
    }

    private void awaitSuite(String name) throws Exception {
        for (ProductNode node : List.of(pair.outer(), pair.inner())) Await.until(node.name() + " uses " + name, SOON, () -> {
            List<String> used = SwapsProof.suites(node);
            if (!used.stream().distinct().toList().equals(List.of(name))) throw new IllegalStateException("it uses " + used);
            return true;
        });
        for (SteadyStream stream : streams) stream.awaitEchoed(stream.echoed());
    }

    private static Swappable cipher() throws IOException {
        return Swappable.proofCipher(ProofCipher.bundle(Product.find(), "1.0.0", ProofCipher.Kind.GOOD));
    }

    private static Swappable built(String feature, String offers, boolean isCipher) throws IOException {
        Path site = Path.of(System.getProperty("nettunnel.sites", Product.root().resolve(".cache/sites").toString())).resolve(feature);
        assumeTrue(Files.isDirectory(site), () -> "there is no site " + site + "; ./dev sites makes it");
        return Swappable.built(site, feature, offers, isCipher);
    }

    @ParameterizedTest(name = "the {0} node first")
    @MethodSource("first")
    void usesACipherAsSoonAsBothHaveItAndNoLonger(String first) throws Exception {
        Swappable cipher = cipher();
        offer(cipher, first.equals("outer") ? 1 : 2);
        List<Bundles> order = first.equals("outer") ? List.of(outer, inner) : List.of(inner, outer);
        order.getFirst().install(cipher.feature());
        order.getFirst().preferSuites(cipher.offers());
        awaitSuite(USUAL);
        order.getLast().install(cipher.feature());
        order.getLast().preferSuites(cipher.offers());
        awaitSuite(cipher.offers());
        order.getFirst().remove(cipher.feature());
        awaitSuite(USUAL);
    }

    @Test
    void isIndifferentToTheVersionOfABundle() throws Exception {
        Swappable cipher = cipher();
        offer(cipher, 3);
        outer.install(cipher.feature());
        offer(cipher, 4);
        inner.install(cipher.feature());
        assertEquals(Map.of(cipher.feature(), "1.0.3"), outer.optional());
        assertEquals(Map.of(cipher.feature(), "1.0.4"), inner.optional());
        for (Bundles each : List.of(outer, inner)) each.preferSuites(cipher.offers());
        awaitSuite(cipher.offers());
        outer.update(cipher.feature());
        awaitSuite(cipher.offers());
    }

    @ParameterizedTest(name = "the {0} node first")
    @MethodSource("first")
    void compressesByWhatBothHave(String first) throws Exception {
        Swappable zstd = built("org.nettunnel.compression.zstd", "zstd", false);
        offer(zstd, first.equals("outer") ? 1 : 2);
        List<Bundles> order = first.equals("outer") ? List.of(outer, inner) : List.of(inner, outer);
        Compressions.assertUsed(pair, echo.port(), "deflate");
        order.getFirst().install(zstd.feature());
        Compressions.assertUsed(pair, echo.port(), "deflate");
        order.getLast().install(zstd.feature());
        Compressions.assertUsed(pair, echo.port(), "zstd");
        order.getFirst().remove(zstd.feature());
        Compressions.assertUsed(pair, echo.port(), "deflate");
    }

    @Test
    void usesALegacyCipherInACascadeAndAloneOnlyWhereBothAllowIt() throws Exception {
        Swappable nasccl = built("org.nettunnel.crypto.nasccl", CASCADE, true);
        offer(nasccl, 1);
        inner.install(nasccl.feature());
        awaitSuite(USUAL);
        outer.install(nasccl.feature());
        awaitSuite(USUAL); // it is never chosen unless preferred
        for (Bundles each : List.of(outer, inner)) each.preferSuites(ALONE, CASCADE);
        awaitSuite(CASCADE);
        assertTrue(NodePair.tunnel(pair.inner()).path("links").path(0).path("legacy").asBoolean(), "marked legacy");
        inner.allowInsecureLegacy(true);
        awaitSuite(CASCADE);
        outer.allowInsecureLegacy(true);
        awaitSuite(ALONE);
        inner.allowInsecureLegacy(false);
        awaitSuite(CASCADE);
        outer.allowInsecureLegacy(false);
        for (Bundles each : List.of(outer, inner)) each.preferSuites();
        awaitSuite(USUAL);
    }
}
