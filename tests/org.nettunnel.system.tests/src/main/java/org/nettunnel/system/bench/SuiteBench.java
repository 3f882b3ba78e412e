package org.nettunnel.system.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nettunnel.system.process.Product;

/// `./dev bench suites`: every suite and every compression, in one process and through two nodes, interleaved, in one run.
///
/// Only the ratios mean something: the machine moves by a fifth from one minute to the next.
public final class SuiteBench {
    private SuiteBench() {}

    /// @param arguments the directory for the results, the directory of the update sites, then `--short`, `--rounds=N` or `--in-process`
    public static void main(String[] arguments) throws Exception {
        List<String> options = List.of(arguments).subList(2, arguments.length);
        int count = options.stream().filter(option -> option.startsWith("--rounds=")).map(option -> Integer.valueOf(option.substring(9)))
                .findFirst().orElse(5);
        Rounds rounds = options.contains("--short") ? Rounds.few() : Rounds.of(count);
        List<Sheet> sheets = new ArrayList<>(List.of(InProcess.suites(rounds)));
        for (Corpus corpus : Corpus.values()) sheets.add(InProcess.compressions(rounds, corpus));
        if (!options.contains("--in-process")) sheets.addAll(ThroughNodes.measure(rounds, Product.find(), Path.of(arguments[1])));
        System.out.printf("%nmedians of %d round%s; ratio = the row's / the first row's, round by round%n", rounds.count(), rounds.count() == 1 ? "" : "s");
        List<Map<String, Object>> summary = new ArrayList<>();
        for (Sheet sheet : sheets) {
            System.out.println("\n" + sheet.text(rounds.figures()));
            summary.addAll(sheet.summary(rounds.figures()));
        }
        System.out.println("kept in " + Results.keep(Path.of(arguments[0]), "suites", rounds.figures(), rounds.count(), summary));
        System.exit(0);
    }
}
