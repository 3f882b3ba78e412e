package org.nettunnel.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nettunnel.system.framework.SteadyStream;
import org.nettunnel.system.process.Await;
import org.nettunnel.system.process.Cli;
import org.nettunnel.system.process.Debian;
import org.nettunnel.system.process.NodePair;
import org.nettunnel.system.process.Product;
import org.nettunnel.system.process.Run;
import org.nettunnel.system.server.Nginx;
import org.nettunnel.system.server.OwnServer;
import org.nettunnel.system.server.Server;

/// A thousand clients that take their time at the node's port: whoever comes from another address is answered all the while, a tunnel keeps its
/// rate, and soon after nothing is held any more.
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SkipsWithoutProgram.class)
class SlowClientsProof {
    private static final int SECONDS = Scale.of(4, 20);
    private static final Duration WINDOW = Duration.ofMillis(200);
    private static final int WINDOWS = Scale.of(6, 25);
    private static final int ATTEMPTS = 3;
    private static final Duration LIMIT = Duration.ofSeconds(SECONDS + 60L);
    /// What a header may take, and a little.
    private static final Duration HELD = Duration.ofSeconds(15);
    /// What the tunnel keeps of its rate beside the attack. Those who attack take their share of the same processors: where it is less, it is this much
    /// of what is left beside the same attack on another server. The short form is run where other things go on, and looks for what breaks down only.
    private static final double LEAST_SHARE = Scale.of(25, 70) / 100.0;
    private NodePair pair;
    private OwnServer echo;
    private SteadyStream stream;

    @BeforeAll
    void startThePair() throws Exception {
        echo = OwnServer.echo();
        pair = NodePair.start(Product.find(), "https");
        stream = new SteadyStream("beside slow clients", pair.endpoint(echo.port()).port(), Duration.ZERO);
        stream.awaitEchoed(64 << 20); // the node is warm then
    }

    @AfterAll
    void theStreamIsWhole() throws Exception {
        if (stream != null) assertTrue(stream.finish() > 0);
        if (pair != null) pair.close();
        if (echo != null) echo.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"slow headers,-H", "slow bodies,-B", "slow reading,-X", "overlapping ranges,-R"})
    void leaveOthersAlone(String attack, String option) throws Exception {
        String said = "";
        // what else this machine does only ever takes away: a node that gives way gives way each time
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            double share = shareBeside(attack, option, "https://127.0.0.1:" + pair.outer().port() + "/api/v1/openapi.json");
            if (share >= LEAST_SHARE) return;
            try (Server nginx = Nginx.startWithTls()) {
                double own = Math.min(1, shareBeside("elsewhere " + attack, option, "https://127.0.0.1:" + nginx.port() + "/"));
                if (share >= LEAST_SHARE * own) return;
                said += String.format(Locale.ROOT, "x%.2f of its rate, and x%.2f beside the same attack on nginx; ", share, own);
            }
        }
        throw new AssertionError("the tunnel has " + said);
    }

    /// How much of its rate the tunnel has while the attack lasts, compared to before and after it.
    private double shareBeside(String attack, String option, String target) throws Exception {
        int before = connections();
        var usual = new ArrayList<>(windows(rates -> rates.size() == WINDOWS));
        List<String> command = List.of(Debian.program("slowhttptest"), option, "-c", "1000", "-r", "500", "-i", "2", "-l", String.valueOf(SECONDS), "-p", "3", "-u", target);
        CompletableFuture<Cli.Result> attacker = CompletableFuture.supplyAsync(() -> run(command), task -> Thread.ofVirtual().start(task));
        CompletableFuture<List<Double>> beside = CompletableFuture.supplyAsync(() -> windows(_ -> attacker.isDone()), task -> Thread.ofVirtual().start(task));
        var waits = new ArrayList<Long>();
        int most = 0;
        while (!isOver(attacker)) {
            waits.add(answered());
            most = Math.max(most, connections());
        }
        double during = median(beside.get());
        Await.until("no slow client is held any more", HELD, () -> connections() <= before);
        usual.addAll(windows(rates -> rates.size() == WINDOWS));
        double share = during / median(usual);
        Figures.keep(String.format(Locale.ROOT, "%s: %d asked beside, slowest %d ms, %d held at most, tunnel x%.2f", attack, waits.size(),
                waits.stream().mapToLong(Long::longValue).max().orElse(-1), most - before, share));
        assertTrue(most - before <= 110, "one address holds " + (most - before) + " connections");
        return share;
    }

    private static Cli.Result run(List<String> command) {
        try {
            return Run.of(command, Map.of(), LIMIT);
        } catch (IOException broken) {
            throw new AssertionError(broken);
        } catch (InterruptedException given) {
            throw new AssertionError("interrupted", given);
        }
    }

    /// Waits a moment for it; what it found does not matter here.
    private static boolean isOver(CompletableFuture<Cli.Result> attacker) throws InterruptedException, ExecutionException {
        try {
            attacker.get(1, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        }
    }

    /// Asks from another address.
    ///
    /// @return how long the answer took, in milliseconds
    private long answered() throws Exception {
        long began = System.nanoTime();
        String status = Run.succeed(Duration.ofSeconds(20), Debian.program("curl"), "-sk", "--interface", "127.0.0.77", "-m", "10", "-o", "/dev/null", "-w", "%{http_code}",
                "https://127.0.0.1:" + pair.outer().port() + "/api/v1/openapi.json").out().strip();
        assertEquals("200", status, "another address is answered");
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }

    /// Those that the node holds at its port, tunnels included.
    private int connections() throws IOException, InterruptedException {
        try {
            return (int) Run.succeed(Debian.program("ss"), "-Htn", "state", "established", "( sport = :" + pair.outer().port() + " )").out().lines().count();
        } catch (Debian.Missing missing) {
            throw new AssertionError(missing);
        }
    }

    /// What the tunnel carries, window by window.
    private List<Double> windows(Predicate<List<Double>> isEnough) {
        List<Double> rates = new ArrayList<>();
        try {
            do {
                long from = stream.echoed(), began = System.nanoTime();
                TimeUnit.NANOSECONDS.sleep(WINDOW.toNanos()); // the interval is what is measured
                rates.add(Figures.perSecond(stream.echoed() - from, System.nanoTime() - began));
            } while (!isEnough.test(rates));
        } catch (InterruptedException given) {
            throw new AssertionError("interrupted", given);
        }
        return rates;
    }

    private static double median(List<Double> rates) {
        return rates.stream().sorted().toList().get(rates.size() / 2);
    }
}
