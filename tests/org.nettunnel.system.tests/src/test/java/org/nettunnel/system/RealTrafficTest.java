package org.nettunnel.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nettunnel.system.process.Debian.program;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nettunnel.system.process.Debian;
import org.nettunnel.system.process.NodePair.Endpoint;
import org.nettunnel.system.process.Run;
import org.nettunnel.system.process.Scratch;
import org.nettunnel.system.server.Iperf;
import org.nettunnel.system.server.Nginx;
import org.nettunnel.system.server.OwnServer;
import org.nettunnel.system.server.Postgres;
import org.nettunnel.system.server.Redis;
import org.nettunnel.system.server.Server;
import org.nettunnel.system.server.Sshd;

/// Programs people really use, through the tunnel.
class RealTrafficTest extends OnSharedPair {
    private static final Duration PATIENCE = Duration.ofSeconds(200);

    @Test
    void carriesManyRequestsToNginx() throws Exception {
        String wrk = program("wrk");
        try (Server nginx = Nginx.start()) {
            Endpoint endpoint = pair.endpoint(nginx.port());
            String said = Run.succeed(PATIENCE, wrk, "-t2", "-c" + Scale.of(16, 64), "-d" + Scale.of(3, 20) + "s", "--latency",
                    "http://127.0.0.1:" + endpoint.port() + "/index.html").out();
            assertFalse(said.contains("Socket errors") || said.contains("Non-2xx"), said);
            Figures.keep(transport + " nginx " + found("Requests/sec: +([0-9.]+)", said) + "/s");
            endpoint.remove();
        }
    }

    @Test
    void downloadsALargeFileBitForBit() throws Exception {
        try (Server nginx = Nginx.start()) {
            Path file = nginx.scratch().file("www/large");
            int mebibytes = Scale.of(128, 1024);
            byte[] sent = writeRandom(file, mebibytes);
            Endpoint endpoint = pair.endpoint(nginx.port());
            long start = System.nanoTime();
            byte[] arrived = downloadedSha256(endpoint.port(), "/large");
            Figures.keep(String.format(Locale.ROOT, "%s download %d MiB at %.0f MiB/s", transport, mebibytes,
                    Figures.perSecond(mebibytes, System.nanoTime() - start)));
            assertArrayEquals(sent, arrived);
            endpoint.remove();
        }
    }

    @Test
    void downloadsBitForBitWhenCompressed() throws Exception {
        try (Server nginx = Nginx.start()) {
            Path file = nginx.scratch().file("www/text");
            Files.writeString(file, "every line is much like the one before it\n".repeat(Scale.of(500_000, 4_000_000)));
            byte[] sent;
            try (InputStream in = Files.newInputStream(file)) {
                sent = OwnServer.sha256(in);
            }
            Endpoint endpoint = pair.endpoint(pair.outer(), "127.0.0.1:" + nginx.port(), "deflate");
            assertArrayEquals(sent, downloadedSha256(endpoint.port(), "/text"));
            endpoint.remove();
        }
    }

    @Test
    void carriesPgbench() throws Exception {
        String pgbench = program("pgbench");
        try (Server postgres = Postgres.start()) {
            Endpoint endpoint = pair.endpoint(postgres.port());
            String[] where = {"-h", "127.0.0.1", "-p", String.valueOf(endpoint.port()), "-U", "postgres"};
            Run.succeed(PATIENCE, joined(List.of(pgbench), where, "-i", "-q", "-s", String.valueOf(Scale.of(1, 5)), "postgres"));
            String said = Run.succeed(PATIENCE, joined(List.of(pgbench), where, "-c", "8", "-j", "2", "-T", String.valueOf(Scale.of(3, 20)), "postgres")).out();
            assertTrue(said.contains("number of failed transactions: 0 "), said);
            Figures.keep(transport + " pgbench " + found("tps = ([0-9]+)", said) + " tps");
            endpoint.remove();
        }
    }

    @Test
    void carriesSshAndScp() throws Exception {
        String ssh = program("ssh");
        String scp = program("scp");
        try (Sshd sshd = Sshd.start(); Scratch scratch = Scratch.make("scp")) {
            Endpoint endpoint = pair.endpoint(sshd.server().port());
            String port = String.valueOf(endpoint.port());
            List<String> login = new ArrayList<>(List.of(ssh));
            login.addAll(sshd.options());
            assertEquals("42\n", Run.succeed(joined(login, "-p", port, Sshd.user(), "echo $((6*7))")).out());

            Path file = scratch.file("there");
            byte[] sent = writeRandom(file, Scale.of(32, 512));
            List<String> copy = new ArrayList<>(List.of(scp));
            copy.addAll(sshd.options());
            Path back = scratch.file("back");
            Run.succeed(PATIENCE, joined(copy, "-P", port, file.toString(), Sshd.user() + ":" + scratch.file("over")));
            Run.succeed(PATIENCE, joined(copy, "-P", port, Sshd.user() + ":" + scratch.file("over"), back.toString()));
            try (InputStream in = Files.newInputStream(back)) {
                assertArrayEquals(sent, OwnServer.sha256(in));
            }
            endpoint.remove();
        }
    }

    @Test
    void carriesRedisBenchmark() throws Exception {
        String benchmark = program("redis-benchmark");
        try (Server redis = Redis.start()) {
            Endpoint endpoint = pair.endpoint(redis.port());
            String said = Run.succeed(PATIENCE, benchmark, "-h", "127.0.0.1", "-p", String.valueOf(endpoint.port()), "-c", "50", "-n",
                    String.valueOf(Scale.of(10_000, 300_000)), "-t", "set,get", "-d", "100", "--csv").out();
            assertEquals(2, said.lines().filter(line -> line.matches("\"(SET|GET)\",.*")).count(), said);
            Figures.keep(transport + " redis GET " + found("\"GET\",\"([0-9]+)", said) + "/s");
            endpoint.remove();
        }
    }

    @ParameterizedTest(name = "{0} streams, {1}")
    @CsvSource({"1, up", "1, down", "16, up", "16, down"})
    void carriesIperf3(int streams, String direction) throws Exception {
        String iperf = program("iperf3");
        try (Server server = Iperf.start()) {
            Endpoint endpoint = pair.endpoint(server.port());
            List<String> command = new ArrayList<>(List.of(iperf, "-c", "127.0.0.1", "-p", String.valueOf(endpoint.port()), "-J", "-P",
                    String.valueOf(streams), "-t", String.valueOf(Scale.of(2, 10))));
            if (direction.equals("down")) command.add("-R");
            JsonNode result = new ObjectMapper().readTree(Run.succeed(PATIENCE, command.toArray(String[]::new)).out());
            double received = result.path("end").path("sum_received").path("bits_per_second").asDouble() / 8 / (1 << 20);
            assertEquals(streams, result.path("end").path("streams").size(), "streams that came to their end");
            assertTrue(received > 1, () -> "only " + received + " MiB/s arrived");
            Figures.keep(String.format(Locale.ROOT, "%s iperf3 %d %s %.0f MiB/s", transport, streams, direction, received));
            endpoint.remove();
        }
    }

    /// Writes random bytes and returns their SHA-256.
    private static byte[] writeRandom(Path file, int mebibytes) throws IOException {
        byte[] block = new byte[1 << 20];
        Random random = new Random(mebibytes);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < mebibytes; i++) {
                random.nextBytes(block);
                out.write(block);
            }
        }
        try (InputStream in = Files.newInputStream(file)) {
            return OwnServer.sha256(in);
        }
    }

    private static byte[] downloadedSha256(int port, String path) throws IOException, Debian.Missing, InterruptedException {
        Process curl = new ProcessBuilder(program("curl"), "-fsS", "--max-time", "200", "http://127.0.0.1:" + port + path)
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        byte[] digest;
        try (InputStream in = curl.getInputStream()) {
            digest = OwnServer.sha256(in);
        }
        assertEquals(0, curl.waitFor(), "curl's exit code");
        return digest;
    }

    private static String[] joined(List<String> first, String... rest) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(rest));
        return all.toArray(String[]::new);
    }

    private static String[] joined(List<String> first, String[] second, String... rest) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(second));
        return joined(all, rest);
    }

    private static String found(String regex, String text) {
        Matcher matcher = Pattern.compile(regex).matcher(text);
        assertTrue(matcher.find(), () -> "no " + regex + " in " + text);
        return matcher.group(1);
    }
}
