package org.nettunnel.system.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nettunnel.system.bench.RelayLoad.Bulk;
import org.nettunnel.system.bench.RelayLoad.Echo;
import org.nettunnel.system.bench.RelayLoad.Push;
import org.nettunnel.system.process.Debian;
import org.nettunnel.system.process.Product;

/// `./dev bench relay`: us, OpenSSH and the plain socat pair under the same load, interleaved, in one run.
///
/// Only the ratios mean something: the machine moves by a fifth from one minute to the next.
public final class RelayBench {
    private final Pace pace;
    private final Figures figures = new Figures();

    private RelayBench(Pace pace) {
        this.pace = pace;
    }

    /// @param arguments the directory for the results, then `--short` or `--rounds=N`
    public static void main(String[] arguments) throws Exception {
        List<String> options = List.of(arguments).subList(1, arguments.length);
        int rounds = options.stream().filter(option -> option.startsWith("--rounds=")).map(option -> Integer.valueOf(option.substring(9)))
                .findFirst().orElse(5);
        Pace pace = options.contains("--short") ? Pace.SHORT : new Pace(1, rounds, Duration.ofMillis(400), Duration.ofSeconds(2), 2_000);
        RelayBench bench = new RelayBench(pace);
        bench.run();
        Table.print(bench.figures, pace.rounds());
        System.out.println("kept in " + Results.keep(Path.of(arguments[0]), bench.figures, pace.rounds()));
        System.exit(0);
    }

    /// @param warmRounds rounds that do not count: the JVMs compile
    /// @param connects   connections of a measurement
    record Pace(int warmRounds, int rounds, Duration warm, Duration measured, int connects) {
        static final Pace SHORT = new Pace(0, 1, Duration.ofMillis(200), Duration.ofMillis(500), 200);
    }

    private void run() throws IOException, InterruptedException {
        List<Relay> relays = new ArrayList<>();
        try (Sink sink = new Sink(); EchoLoop echo = new EchoLoop()) {
            relays.add(Relay.direct(sink.port(), echo.port()));
            relays.add(Relay.ours(Product.find(), sink.port(), echo.port()));
            addPeers(relays, sink.port(), echo.port());
            for (int round = -pace.warmRounds(); round < pace.rounds(); round++) {
                for (Relay relay : relays) {
                    System.err.printf("\r\033[K%s, %s ", round < 0 ? "warming up" : "round " + (round + 1) + " of " + pace.rounds(), relay.name());
                    Map<String, Double> measured = measure(relay, sink);
                    if (round >= 0) figures.add(relay.name(), measured);
                }
                Collections.rotate(relays, 1); // nobody is always first
            }
            System.err.print("\r\033[K");
        } finally {
            relays.forEach(Relay::close);
        }
    }

    private static void addPeers(List<Relay> relays, int sink, int echo) throws IOException, InterruptedException {
        try {
            relays.add(Relay.openSsh(sink, echo));
            relays.add(Relay.socat(sink, echo));
        } catch (Debian.Missing missing) {
            System.err.println("without a peer: " + missing.getMessage());
        }
    }

    private Map<String, Double> measure(Relay relay, Sink sink) throws IOException, InterruptedException {
        Map<String, Double> measured = new LinkedHashMap<>();
        Bulk one = RelayLoad.bulk(relay.sinkPort(), sink, Push.ofRandom(1, pace.warm(), pace.measured()), relay::cpuNanos);
        measured.put("bulk1", one.bytesPerSecond() / (1 << 20));
        measured.put("cpu1", one.cpuSecondsPerGibibyte());
        Bulk many = RelayLoad.bulk(relay.sinkPort(), sink, Push.ofRandom(16, pace.warm(), pace.measured()), relay::cpuNanos);
        measured.put("bulk16", many.bytesPerSecond() / (1 << 20));
        measured.put("cpu16", many.cpuSecondsPerGibibyte());
        Echo alone = RelayLoad.echoOnOneStream(relay.echoPort(), pace.warm(), pace.measured());
        measured.put("echo1p50", alone.p50Micros());
        measured.put("echo1p99", alone.p99Micros());
        Echo together = RelayLoad.echoOnStreams(relay.echoPort(), 64, pace.warm(), pace.measured());
        measured.put("echo64rate", together.perSecond());
        measured.put("echo64p99", together.p99Micros());
        measured.put("connects", RelayLoad.connectionsPerSecond(relay.echoPort(), pace.connects()));
        return measured;
    }
}
