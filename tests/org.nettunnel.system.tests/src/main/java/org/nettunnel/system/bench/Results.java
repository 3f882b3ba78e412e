package org.nettunnel.system.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Keeps a run as JSON, for comparing with later ones.
final class Results {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Results() {}

    static Path keep(Path directory, Figures figures, int rounds) throws IOException {
        return keep(directory, "relay", figures, rounds, summary(figures));
    }

    /// @param summary what people saw, for those who do not want every round
    static Path keep(Path directory, String benchmark, Figures figures, int rounds, List<Map<String, Object>> summary) throws IOException {
        Files.createDirectories(directory);
        LocalDateTime now = LocalDateTime.now();
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("benchmark", benchmark);
        run.put("when", now.toString());
        run.put("machine", Map.of("cores", Runtime.getRuntime().availableProcessors(), "kernel", System.getProperty("os.version"), "arch",
                System.getProperty("os.arch"), "java", System.getProperty("java.version"), "cpu", cpu()));
        run.put("rounds", rounds);
        run.put("summary", summary);
        run.put("figures", figures.rounds());
        Path file = directory.resolve(benchmark + "-" + now.format(DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss")) + ".json");
        JSON.writeValue(file.toFile(), run);
        return file;
    }

    private static List<Map<String, Object>> summary(Figures figures) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Work work : Work.ALL) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("work", work.key());
            row.put("title", work.title());
            row.put("unit", work.unit());
            for (String relay : figures.rounds().keySet()) figures.median(relay, work.key()).ifPresent(median -> row.put(relay, median));
            compare(row, figures, Relay.OPENSSH, work, work.openSsh());
            compare(row, figures, Relay.SOCAT, work, work.socat());
            rows.add(row);
        }
        return rows;
    }

    private static void compare(Map<String, Object> row, Figures figures, String peer, Work work, Work.Aim aim) {
        figures.ratio(peer, work.key()).ifPresent(ratio -> row.put("to" + peer,
                Map.of("ratio", ratio, "bar", aim.bar(), "goal", aim.goal(), "verdict", work.verdict(ratio, aim))));
    }

    private static String cpu() throws IOException {
        Path file = Path.of("/proc/cpuinfo");
        if (!Files.exists(file)) return "unknown";
        return Files.readAllLines(file).stream().filter(line -> line.startsWith("model name")).findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse("unknown");
    }
}
