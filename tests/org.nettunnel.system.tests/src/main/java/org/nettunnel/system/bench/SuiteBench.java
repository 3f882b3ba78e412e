package org.nettunnel.system.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nettunnel.api.compression.Compression;
import org.nettunnel.api.crypto.Suite;
import org.nettunnel.compression.deflate.DeflateCompression;
import org.nettunnel.compression.lz4.Lz4Compression;
import org.nettunnel.compression.zstd.ZstdCompression;
import org.nettunnel.crypto.bouncycastle.BouncyAesGcmSivSuite;
import org.nettunnel.crypto.bouncycastle.BouncyAesGcmSuite;
import org.nettunnel.crypto.bouncycastle.BouncyChaChaSuite;
import org.nettunnel.crypto.jdk.AesGcmSuite;
import org.nettunnel.crypto.jdk.ChaChaSuite;

/// `./dev bench suites`: every suite and every compression, in this process and through two nodes, interleaved, in one run.
///
/// Only the ratios mean something: the machine moves by a fifth from one minute to the next.
public final class SuiteBench {
    private static final String SUITE_BASE = "AES-256-GCM, JDK";
    private static final List<Compression> COMPRESSIONS = List.of(new DeflateCompression(), new ZstdCompression(), new Lz4Compression());

    private final Pace pace;
    private final Figures figures = new Figures();
    private final List<Sheet> sheets = new ArrayList<>();

    private SuiteBench(Pace pace) {
        this.pace = pace;
    }

    /// @param warm     before each measurement
    /// @param measured CPU time at least of each measurement
    private record Pace(int rounds, Duration warm, Duration measured) {
        static final Pace SHORT = new Pace(1, Duration.ofMillis(5), Duration.ofMillis(20));
    }

    /// @param arguments the directory for the results, then `--short` or `--rounds=N`
    public static void main(String[] arguments) throws Exception {
        List<String> options = List.of(arguments).subList(1, arguments.length);
        int rounds = options.stream().filter(option -> option.startsWith("--rounds=")).map(option -> Integer.valueOf(option.substring(9)))
                .findFirst().orElse(5);
        Pace pace = options.contains("--short") ? Pace.SHORT : new Pace(rounds, Duration.ofMillis(200), Duration.ofMillis(400));
        SuiteBench bench = new SuiteBench(pace);
        bench.suites();
        bench.compressions();
        bench.tell(Path.of(arguments[0]));
        System.exit(0);
    }

    private void suites() throws Exception {
        Map<String, Suite> suites = new LinkedHashMap<>();
        suites.put(SUITE_BASE, new AesGcmSuite());
        suites.put("ChaCha20-Poly1305, JDK", new ChaChaSuite());
        suites.put("AES-256-GCM, Bouncy Castle", new BouncyAesGcmSuite());
        suites.put("ChaCha20-Poly1305, Bouncy Castle", new BouncyChaChaSuite());
        suites.put("AES-256-GCM-SIV, Bouncy Castle", new BouncyAesGcmSivSuite());
        interleaved(List.copyOf(suites.keySet()), row -> SealLoad.measure(suites.get(row), pace.warm(), pace.measured()));
        sheets.add(new Sheet("suites in one process: records of 32 KiB, per second of CPU time; CPU for both ends; short records have 100 bytes",
                SUITE_BASE, List.copyOf(suites.keySet()),
                List.of(new Sheet.Column("seal", "seal MiB/s", true), new Sheet.Column("open", "open MiB/s", true),
                        new Sheet.Column("cpu", "CPU s/GiB", true), new Sheet.Column("small", "short/s", true))));
    }

    private void compressions() throws Exception {
        for (Corpus corpus : Corpus.values()) {
            byte[] bytes = corpus.bytes();
            Map<String, Compression> rows = new LinkedHashMap<>();
            for (Compression compression : COMPRESSIONS) rows.put(compression.name() + ", " + name(corpus), compression);
            interleaved(List.copyOf(rows.keySet()), row -> SqueezeLoad.measure(rows.get(row), bytes, pace.measured()));
            sheets.add(new Sheet("compressions of " + name(corpus) + " in one process: frames of 32 KiB, per second of CPU time; CPU for both ends",
                    rows.keySet().iterator().next(), List.copyOf(rows.keySet()),
                    List.of(new Sheet.Column("ratio", "plain/wire", false), new Sheet.Column("squeeze", "pack MiB/s", true),
                            new Sheet.Column("unsqueeze", "unpack MiB/s", true), new Sheet.Column("cpu", "CPU s/GiB", true))));
        }
    }

    private static String name(Corpus corpus) {
        return corpus.name().toLowerCase(Locale.ROOT);
    }

    private interface Measurement {
        Map<String, Double> of(String row) throws Exception;
    }

    /// A round that does not count, then the rounds; nobody is always first.
    private void interleaved(List<String> rows, Measurement measurement) throws Exception {
        List<String> order = new ArrayList<>(rows);
        for (int round = pace == Pace.SHORT ? 0 : -1; round < pace.rounds(); round++) {
            for (String row : order) {
                System.err.printf("\r\033[K%s, %s ", round < 0 ? "warming up" : "round " + (round + 1) + " of " + pace.rounds(), row);
                Map<String, Double> measured = measurement.of(row);
                if (round >= 0) figures.add(row, measured);
            }
            Collections.rotate(order, 1);
        }
        System.err.print("\r\033[K");
    }

    private void tell(Path directory) throws IOException {
        System.out.printf("%nmedians of %d round%s; ratio = the row's / the first row's, round by round%n", pace.rounds(), pace.rounds() == 1 ? "" : "s");
        List<Map<String, Object>> summary = new ArrayList<>();
        for (Sheet sheet : sheets) {
            System.out.println("\n" + sheet.text(figures));
            summary.addAll(sheet.summary(figures));
        }
        System.out.println("kept in " + Results.keep(directory, "suites", figures, pace.rounds(), summary));
    }
}
