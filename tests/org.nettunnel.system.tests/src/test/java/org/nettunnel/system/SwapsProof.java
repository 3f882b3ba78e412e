package org.nettunnel.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettunnel.system.framework.SteadyStream;
import org.nettunnel.system.process.Await;
import org.nettunnel.system.process.NodePair;
import org.nettunnel.system.process.NodePair.Endpoint;
import org.nettunnel.system.process.Product;
import org.nettunnel.system.process.ProductNode;
import org.nettunnel.system.process.Scratch;
import org.nettunnel.system.server.Iperf;
import org.nettunnel.system.server.OwnServer;
import org.nettunnel.system.server.Server;
import org.nettunnel.system.server.SteadyIperf;
import org.nettunnel.system.site.Bundles;
import org.nettunnel.system.site.ClassLog;
import org.nettunnel.system.site.ClassLog.Footprint;
import org.nettunnel.system.site.ProofCipher;
import org.nettunnel.system.site.SigningKey;
import org.nettunnel.system.site.Swappable;

/// Ciphers and compressions are installed in two running nodes, taken into use, updated, given up and removed, again and again: no stream ends, no
/// byte is wrong, no class of what was removed is left, and memory is what it was.
@Timeout(3 * 3600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SkipsWithoutProgram.class)
class SwapsProof {
    private static final int CYCLES = Scale.of(3, 200);
    private static final int LOOK_EVERY = Scale.of(1, 10);
    private static final String USUAL = "AES-256-GCM";
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration PACE = Duration.ofMillis(Scale.of(25, 5));
    /// What the heap and the classes of a node may have more at the end than in between.
    private static final long SLACK_BYTES = 2L << 20;
    /// Fewer than one a cycle that is looked at.
    private static final long SLACK_CLASSES = Scale.of(100, 150);
    /// From here on memory is flat: by then the node's own records of what happened have their length.
    private static final int FLAT_FROM = Scale.of(3, 40);
    private static final int LOOKS = 5;
    private final SigningKey signer = SigningKey.of("signer of the proof");
    private final List<SteadyStream> streams = new ArrayList<>();
    private final List<ClassLog> classes = new ArrayList<>();
    private final List<Bundles> bundles = new ArrayList<>();
    private Scratch scratch;
    private OwnServer echo;
    private Server iperf;
    private SteadyIperf load;
    private NodePair pair;

    @BeforeAll
    void startThePair() throws Exception {
        scratch = Scratch.make("swaps");
        echo = OwnServer.echo();
        iperf = Iperf.start();
        Product product = Product.find();
        ProductNode outer = ProductNode.of("outer", product);
        ProductNode inner = ProductNode.of("inner", product);
        for (ProductNode node : List.of(outer, inner)) {
            classes.add(new ClassLog(node, ""));
            bundles.add(new Bundles(node));
        }
        pair = NodePair.start(outer, inner, "tcp");
        for (String compression : List.of("off", "adaptive", "deflate"))
            streams.add(new SteadyStream("beside the swaps, " + compression, endpoint(echo.port(), compression).port(), PACE));
        load = new SteadyIperf(iperf, endpoint(iperf.port(), "off").port(), Scale.of(1, 0) == 1 ? "50M" : "200M");
    }

    private Endpoint endpoint(int target, String compression) throws IOException, InterruptedException {
        return pair.endpoint(pair.outer(), "127.0.0.1:" + target, compression);
    }

    @AfterAll
    void end() throws IOException {
        if (load != null) load.close();
        for (SteadyStream stream : streams) stream.close();
        if (pair != null) pair.close();
        if (iperf != null) iperf.close();
        if (echo != null) echo.close();
        if (scratch != null) scratch.close();
    }

    /// The proof's own cipher, and what was built where it was.
    private static List<Swappable> swappables() throws IOException {
        List<Swappable> all = new ArrayList<>();
        all.add(Swappable.proofCipher(ProofCipher.bundle(Product.find(), "1.0.0", ProofCipher.Kind.GOOD)));
        Path sites = Path.of(System.getProperty("nettunnel.sites", Product.root().resolve(".cache/sites").toString()));
        for (String[] built : new String[][] {{"org.nettunnel.compression.zstd", "zstd"}, {"org.nettunnel.compression.lz4", "lz4"}})
            if (Files.isDirectory(sites.resolve(built[0]))) all.add(Swappable.built(sites.resolve(built[0]), built[0], built[1], false));
        return all;
    }

    @Test
    void swapsAgainAndAgain() throws Exception {
        List<Swappable> all = swappables();
        for (Swappable each : all) addSite(each);
        List<Footprint> before = List.of();
        List<Footprint> after = List.of();
        long start = System.nanoTime();
        for (int i = 0; i < CYCLES; i++) {
            Swappable what = all.get(i % all.size());
            List<Bundles> order = i % 2 == 0 ? bundles : bundles.reversed();
            cycle(what, order, i);
            load.check();
            if (i % LOOK_EVERY == LOOK_EVERY - 1) System.out.println("after " + (i + 1) + " cycles: " + footprints());
            // a look stops the node, and it may keep for good what it needed to catch up: so it is looked at twice
            if (i == FLAT_FROM - 1) before = footprints();
        }
        long bytes = 0;
        for (SteadyStream stream : streams) bytes += stream.finish();
        SteadyIperf.Sum carried = load.finish();
        after = footprints();
        // what is under way comes and goes, some of it after its streams; what leaked stays
        for (int look = 1; look < LOOKS && grown(before, after, Footprint::heap) >= SLACK_BYTES; look++) after = footprints();
        assertFlat(before, after);
        Figures.keep(String.format(Locale.ROOT, "%d cycles of %s in %.0f s, %d streams whole, %d MiB, %d runs of iperf3, %d MiB, heap %+d KiB, %+d classes",
                CYCLES, all, (System.nanoTime() - start) / 1e9, streams.size(), bytes >> 20, carried.runs(), carried.bytes() >> 20,
                grown(before, after, Footprint::heap) >> 10, grown(before, after, Footprint::classes)));
    }

    private Path folder(Swappable what) {
        return scratch.file(what.feature());
    }

    private void addSite(Swappable what) throws IOException, InterruptedException {
        what.draft("1.0.0", signer).write(folder(what));
        for (Bundles each : bundles) each.add(folder(what).toString(), signer);
    }

    private void cycle(Swappable what, List<Bundles> order, int i) throws Exception {
        offer(what, 2 * i + 1);
        for (Bundles each : order) each.install(what.feature());
        prefer(what, what.offers());
        awaitUse(what, what.offers());
        offer(what, 2 * i + 2);
        for (Bundles each : order.reversed()) each.update(what.feature());
        for (Bundles each : order) assertEquals(Map.of(what.feature(), "1.0." + (2 * i + 2)), each.optional());
        awaitUse(what, what.offers());
        String instead = what.isCipher() ? USUAL : "deflate";
        prefer(what, instead);
        awaitUse(what, instead);
        for (Bundles each : order) each.remove(what.feature());
        for (ClassLog each : classes) each.awaitNoneLeft(what.own(), SOON);
    }

    private void offer(Swappable what, int version) throws IOException {
        what.draft("1.0." + version, signer).indexVersion(version + 1).write(folder(what));
    }

    private void prefer(Swappable what, String... names) throws IOException, InterruptedException {
        for (Bundles each : bundles) if (what.isCipher()) each.preferSuites(names);
        else each.preferCompressions(names);
    }

    /// All links use the suite, or a new stream the compression; and what runs goes on.
    private void awaitUse(Swappable what, String name) throws Exception {
        if (what.isCipher()) for (Bundles each : bundles) Await.until(each.node().name() + " uses " + name, SOON, () -> {
            List<String> used = suites(each.node());
            if (used.isEmpty() || !used.stream().allMatch(name::equals)) throw new IllegalStateException("it uses " + used);
            return true;
        });
        else Compressions.assertUsed(pair, echo.port(), name);
        for (SteadyStream stream : streams) stream.awaitEchoed(stream.echoed());
    }

    static List<String> suites(ProductNode node) throws IOException, InterruptedException {
        List<String> used = new ArrayList<>();
        for (JsonNode link : NodePair.tunnel(node).path("links")) used.add(link.path("suite").asText());
        return used;
    }

    private List<Footprint> footprints() throws IOException, InterruptedException {
        List<Footprint> all = new ArrayList<>();
        for (ClassLog each : classes) all.add(each.footprint());
        return all;
    }

    private static long grown(List<Footprint> before, List<Footprint> after, java.util.function.ToLongFunction<Footprint> what) {
        long most = Long.MIN_VALUE;
        for (int i = 0; i < before.size(); i++) most = Math.max(most, what.applyAsLong(after.get(i)) - what.applyAsLong(before.get(i)));
        return most;
    }

    private static void assertFlat(List<Footprint> before, List<Footprint> after) {
        String both = before + " before, " + after + " after";
        assertTrue(grown(before, after, Footprint::heap) < SLACK_BYTES, () -> "the heap grew: " + both);
        assertTrue(grown(before, after, Footprint::classes) < SLACK_CLASSES, () -> "there are more classes: " + both);
        assertTrue(grown(before, after, Footprint::loaders) <= 0, () -> "there are more class loaders: " + both);
    }
}
