package org.nettunnel.system.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nettunnel.system.bench.RelayLoad.Bulk;
import org.nettunnel.system.bench.RelayLoad.Push;
import org.nettunnel.system.process.Await;
import org.nettunnel.system.process.NodePair;
import org.nettunnel.system.process.Product;
import org.nettunnel.system.process.ProductNode;

/// Two nodes with one tunnel that is told, while it is up, which suite to use, and an endpoint for each way to compress.
final class SuitePair implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(60);
    /// The slowest cipher needs some seconds for its tests.
    private static final Duration TESTS = Duration.ofSeconds(120);
    private static final List<String> OPTIONAL = List.of("org.nettunnel.compression.zstd", "org.nettunnel.compression.lz4", "org.nettunnel.crypto.nasccl");

    private final NodePair nodes;
    private final Sink sink;
    private final Map<String, Integer> ports = new LinkedHashMap<>();

    private SuitePair(NodePair nodes, Sink sink) {
        this.nodes = nodes;
        this.sink = sink;
    }

    static SuitePair start(Product product) throws IOException, InterruptedException {
        return new SuitePair(NodePair.start(product, "tcp"), new Sink());
    }

    /// Installs what is optional from the update sites of this checkout; says what is not there.
    void install(Path sites) throws IOException, InterruptedException {
        for (String feature : OPTIONAL) {
            Path site = sites.resolve(feature);
            try {
                if (!Files.isDirectory(site)) throw new IOException("there is no update site " + site + "; ./dev sites makes it");
                for (ProductNode node : List.of(nodes.outer(), nodes.inner())) install(node, site, feature);
            } catch (IOException | AssertionError absent) {
                System.err.println("without " + feature + ": " + absent.getMessage());
            }
        }
    }

    private static void install(ProductNode node, Path site, String feature) throws IOException, InterruptedException {
        String signer = node.api().post("/bundles/sites/look", Map.of("location", site.toString())).path("signer").asText();
        node.cli().succeed("bundle", "site", "add", site.toString(), "--signer", signer);
        node.cli().succeed("bundle", "install", feature);
    }

    /// Lets a legacy cipher stand alone, so that it is measured too.
    void allowInsecureLegacy() throws IOException, InterruptedException {
        for (ProductNode node : List.of(nodes.outer(), nodes.inner())) node.api().post("/suites/preference", Map.of("allowInsecureLegacy", true));
    }

    /// What both ends offer, once all tests are over; says what was refused.
    ///
    /// @param kind `suites` or `compressions`
    List<String> offered(String kind) throws IOException, InterruptedException {
        for (ProductNode node : List.of(nodes.outer(), nodes.inner())) awaitTests(node, kind);
        List<String> names = offered(nodes.outer(), kind);
        names.retainAll(offered(nodes.inner(), kind));
        return names;
    }

    private static void awaitTests(ProductNode node, String kind) throws IOException, InterruptedException {
        Await.until("all " + kind + " of " + node.name() + " are tested", TESTS, () -> {
            for (JsonNode row : node.api().get("/suites").path(kind))
                if (row.path("state").asText().equals("testing")) throw new IllegalStateException(row.path("name").asText() + " is being tested");
            return true;
        });
        for (JsonNode row : node.api().get("/suites").path(kind))
            if (row.path("state").asText().equals("refused"))
                System.err.println("without " + row.path("name").asText() + " at " + node.name() + ": " + row.path("reason").asText());
    }

    private static List<String> offered(ProductNode node, String kind) throws IOException, InterruptedException {
        List<String> names = new ArrayList<>();
        for (JsonNode row : node.api().get("/suites").path(kind)) if (row.path("state").asText().equals("offered")) names.add(row.path("name").asText());
        return names;
    }

    /// Prefers a suite at both ends and waits until all links have changed over.
    void use(String suite) throws IOException, InterruptedException {
        for (ProductNode node : List.of(nodes.outer(), nodes.inner())) node.api().post("/suites/preference", Map.of("suites", List.of(suite)));
        Await.until("all links use " + suite, SOON, () -> {
            List<String> used = new ArrayList<>();
            for (JsonNode link : NodePair.tunnel(nodes.inner()).path("links")) used.add(link.path("suite").asText());
            if (used.isEmpty() || !used.stream().allMatch(suite::equals)) throw new IllegalStateException("they use " + used);
            return true;
        });
    }

    /// Pushes bytes through one stream; MiB/s, and CPU seconds per GiB of both nodes.
    ///
    /// @param compression as an endpoint has it
    Map<String, Double> measure(String compression, Push push) throws IOException, InterruptedException {
        if (!ports.containsKey(compression))
            ports.put(compression, nodes.endpoint(nodes.outer(), "127.0.0.1:" + sink.port(), compression).port());
        Bulk bulk = RelayLoad.bulk(ports.get(compression), sink, push, () -> CpuTime.nanos(List.of(nodes.outer().process(), nodes.inner().process())));
        return Map.of("bulk", bulk.bytesPerSecond() / (1 << 20), "cpu", bulk.cpuSecondsPerGibibyte());
    }

    @Override
    public void close() throws IOException {
        nodes.close();
        sink.close();
    }
}
