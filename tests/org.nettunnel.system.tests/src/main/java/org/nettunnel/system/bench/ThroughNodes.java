package org.nettunnel.system.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nettunnel.system.bench.RelayLoad.Push;
import org.nettunnel.system.process.Product;

/// Suites and compressions in two nodes with a real tunnel, which changes over from one to the other while it is up.
final class ThroughNodes {
    private static final String DEFAULT = "AES-256-GCM";
    /// What an endpoint calls no compression.
    private static final String OFF = "off";
    private static final List<Sheet.Column> COLUMNS = List.of(new Sheet.Column("bulk", "MiB/s", true), new Sheet.Column("cpu", "CPU s/GiB", true));

    private final Rounds rounds;
    private final SuitePair pair;

    private ThroughNodes(Rounds rounds, SuitePair pair) {
        this.rounds = rounds;
        this.pair = pair;
    }

    /// @param sites folder of the update sites that hold what is optional
    static List<Sheet> measure(Rounds rounds, Product product, Path sites) throws Exception {
        try (SuitePair pair = SuitePair.start(product)) {
            pair.install(sites);
            pair.allowInsecureLegacy();
            ThroughNodes nodes = new ThroughNodes(rounds, pair);
            List<Sheet> sheets = new ArrayList<>(List.of(nodes.suites()));
            pair.use(DEFAULT);
            for (Corpus corpus : Corpus.values()) sheets.add(nodes.compressions(corpus));
            return sheets;
        }
    }

    private Sheet suites() throws Exception {
        List<String> suites = new ArrayList<>(pair.offered("suites"));
        suites.remove(DEFAULT);
        suites.addFirst(DEFAULT);
        Map<String, String> names = rows(suites, ", two nodes");
        rounds.run(List.copyOf(names.keySet()), row -> {
            pair.use(names.get(row));
            return pair.measure(OFF, Push.ofRandom(1, warm(), measured()));
        });
        return sheet("suites through two nodes: one stream, no compression, MiB a second of the clock; CPU of both nodes", suites, ", two nodes");
    }

    private Sheet compressions(Corpus corpus) throws Exception {
        byte[] bytes = corpus.bytes();
        List<String> settings = new ArrayList<>(List.of(OFF, "adaptive"));
        settings.addAll(pair.offered("compressions"));
        String end = ", " + corpus.title() + ", two nodes";
        Map<String, String> names = rows(settings, end);
        rounds.run(List.copyOf(names.keySet()), row -> pair.measure(names.get(row), new Push(1, bytes, warm(), measured())));
        return sheet("compressions of " + corpus.title() + " through two nodes: one stream, " + DEFAULT + ", MiB a second of the clock; CPU of both nodes", settings, end);
    }

    private static Map<String, String> rows(List<String> names, String end) {
        Map<String, String> rows = new LinkedHashMap<>();
        for (String name : names) rows.put(name + end, name);
        return rows;
    }

    private static Sheet sheet(String title, List<String> names, String end) {
        List<String> rows = names.stream().map(name -> name + end).toList();
        return new Sheet(title, rows.getFirst(), rows, COLUMNS);
    }

    private Duration warm() {
        return rounds.warm().multipliedBy(2);
    }

    /// The slowest suite needs a second for a few records.
    private Duration measured() {
        return rounds.measured().multipliedBy(3);
    }
}
