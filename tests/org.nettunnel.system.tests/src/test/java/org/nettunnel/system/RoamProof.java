package org.nettunnel.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nettunnel.system.process.Debian.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nettunnel.system.process.Await;
import org.nettunnel.system.process.Product;
import org.nettunnel.system.process.ProductNode;
import org.nettunnel.system.process.Program;
import org.nettunnel.system.process.Run;
import org.nettunnel.system.process.Scratch;
import org.nettunnel.system.roam.Roads;
import org.nettunnel.system.roam.RoamPair;
import org.nettunnel.system.roam.Talk;
import org.nettunnel.system.roam.WebSocketEcho;
import org.nettunnel.system.server.OwnServer;
import org.nettunnel.system.server.Postgres;
import org.nettunnel.system.server.Server;
import org.nettunnel.system.server.Sshd;

/// Two product processes lose their connections, their road and their address, and the programs that talk through them do not notice more than
/// a pause. Run by `./dev prove roam`, in a network of its own.
@Timeout(900)
@ExtendWith(SkipsWithoutProgram.class)
class RoamProof {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Random RANDOM = new Random(Long.getLong("nettunnel.seed", 7));
    private static Roads roads;
    private static RoamPair pair;
    private static String over = "";

    static Stream<String> transports() {
        return Scale.of(1, 2) == 1 ? Stream.of("https") : Stream.of("https", "tcp");
    }

    private static void begin(String transport) throws Exception {
        if (roads == null) {
            String[] networks = System.getProperty("nettunnel.networks", "").split(" ");
            roads = Roads.build(networks[0], networks[1]);
        }
        if (over.equals(transport)) return;
        if (pair != null) pair.close();
        pair = RoamPair.start(Product.find(), roads, transport);
        over = transport;
    }

    @AfterEach
    void roadsAreAsTheyWere() throws Exception {
        roads.restore();
        roads.reset();
        if (pair != null) pair.awaitEstablished();
    }

    @AfterAll
    static void endThePair() throws Exception {
        if (pair != null) pair.close();
        if (roads != null) roads.remove();
    }

    @ParameterizedTest
    @MethodSource("transports")
    void everythingFinishesThoughItsConnectionsAreResetEveryFewSeconds(String transport) throws Exception {
        begin(transport);
        try (Server postgres = Postgres.start(); Sshd sshd = Sshd.start(); OwnServer echo = OwnServer.echo(); OwnServer webSocket = WebSocketEcho.start();
                Scratch scratch = Scratch.make("roam")) {
            Path stop = scratch.file("stop");
            int ssh = pair.endpoint(sshd.server().port()), sql = pair.endpoint(postgres.port());
            byte[] sent = writeRandom(scratch.file("there"), Scale.of(100, 1024));
            var talks = List.of(talk(scratch, "echo", pair.endpoint(echo.port()), stop, 6), talk(scratch, "websocket", pair.endpoint(webSocket.port()), stop, 2));
            awaitTalking(echo, 6);
            awaitTalking(webSocket, 2);
            prepare(sql);
            var programs = List.of(start(scratch, "pgbench", pgbench(sql)), start(scratch, "scp", scp(sshd, ssh, scratch)), start(scratch, "ssh", session(sshd, ssh)));
            int resets = 0;
            while (programs.stream().anyMatch(Program::isAlive)) {
                Thread.sleep(1_000 + RANDOM.nextInt(2_000)); // how long a connection lives
                assertTrue(roads.reset() > 0, "there was no connection to reset");
                resets++;
                for (Program program : programs) if (!program.isAlive()) assertEquals(0, program.awaitExit(Duration.ZERO), program.tail());
            }
            Files.createFile(stop);
            for (Program talk : talks) assertEquals(0, talk.awaitExit(Duration.ofSeconds(30)), talk.tail());
            assertTrue(programs.get(0).output().contains("number of failed transactions: 0 "), programs.get(0).tail());
            assertLines(programs.get(2).output());
            try (InputStream in = Files.newInputStream(scratch.file("over"))) {
                assertArrayEquals(sent, OwnServer.sha256(in), "the file that scp copied");
            }
            keepPauses(transport, resets, talks.getFirst().output());
        }
    }

    /// What an application saw of each reset.
    private static void keepPauses(String transport, int resets, String said) {
        long[] pauses = pauses(said);
        long worst = pauses.length == 0 ? 0 : pauses[pauses.length - 1];
        long p95 = pauses.length == 0 ? 0 : pauses[(int) Math.ceil(pauses.length * 0.95) - 1];
        Figures.keep(String.format(Locale.ROOT, "%s %d resets, pauses p50 %d ms, p95 %d ms, longest %d ms", transport, resets,
                pauses.length == 0 ? 0 : pauses[pauses.length / 2], p95, worst));
        assertTrue(p95 < 2_000, () -> "95 of 100 pauses are at most " + p95 + " ms, which is not under 2 s");
    }

    private static long[] pauses(String said) {
        String line = said.lines().filter(text -> text.startsWith("pauses")).findFirst().orElseThrow(() -> new AssertionError(said));
        return Arrays.stream(line.split(" ")).skip(1).mapToLong(Long::parseLong).sorted().toArray();
    }

    @ParameterizedTest
    @MethodSource("transports")
    void anOutageWithinGraceIsAPause(String transport) throws Exception {
        begin(transport);
        try (OwnServer echo = OwnServer.echo(); Scratch scratch = Scratch.make("roam")) {
            Path stop = scratch.file("stop");
            int port = pair.endpoint(echo.port());
            Program talk = talk(scratch, "echo", port, stop, 20);
            awaitTalking(echo, 20);
            roads.refuse();
            long since = System.nanoTime();
            // one that comes meanwhile waits
            Program late = talk(scratch, "echo", port, stop, 1);
            int seconds = Scale.of(8, 60);
            Thread.sleep(seconds * 1_000L); // the outage
            roads.clear();
            Await.until("the tunnel is established again", Duration.ofSeconds(20), pair::isEstablished);
            Figures.keep(String.format(Locale.ROOT, "%s outage of %d s survived, back %.1f s after it", transport, seconds,
                    (System.nanoTime() - since) / 1e9 - seconds));
            awaitTalking(echo, seconds < 30 ? 21 : 20); // who came in the long one has lost patience
            Files.createFile(stop);
            assertEquals(0, talk.awaitExit(Duration.ofSeconds(30)), talk.tail());
            late.awaitExit(Duration.ofSeconds(30));
            if (seconds < 30) assertEquals(1, late.output().lines().filter(line -> line.startsWith("pauses")).count(), late.tail());
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void theInnerNodeMovesToAnotherAddressAndToAnotherRoad(String transport) throws Exception {
        begin(transport);
        try (OwnServer echo = OwnServer.echo(); Scratch scratch = Scratch.make("roam")) {
            Path stop = scratch.file("stop");
            Program talk = talk(scratch, "echo", pair.endpoint(echo.port()), stop, 20);
            awaitTalking(echo, 20);
            roads.move(77);
            dialsAgainFrom("10.197.1.77");
            roads.takeFirstAway();
            dialsAgainFrom("10.197.2.2");
            roads.bringFirstBack();
            roads.reset();
            dialsAgainFrom("10.197.1.77");
            assertEquals(20, echo.connections(), "connections that are still the first ones");
            Files.createFile(stop);
            assertEquals(0, talk.awaitExit(Duration.ofSeconds(30)), talk.tail());
            Figures.keep(transport + " moved to another address and another road, 20 streams kept");
        }
    }

    /// The old connection says nothing any more, and the engine finds that out after 45 s; where there is less time it is told.
    private static void dialsAgainFrom(String address) throws Exception {
        if (Scale.of(1, 2) == 1) roads.reset();
        Await.until("the inner node dials from " + address, Duration.ofSeconds(90), () -> roads.connections().contains(address));
        pair.awaitEstablished();
    }

    @ParameterizedTest
    @MethodSource("transports")
    void beyondGraceEveryStreamEndsAndSaysWhy(String transport) throws Exception {
        begin(transport);
        int grace = Scale.of(3, 20);
        setOutage(grace, 0);
        try (OwnServer echo = OwnServer.echo(); Scratch scratch = Scratch.make("roam")) {
            Program talk = talk(scratch, "echo", pair.endpoint(echo.port()), scratch.file("stop"), 20);
            awaitTalking(echo, 20);
            roads.refuse();
            long lost = System.currentTimeMillis();
            assertEquals(1, talk.awaitExit(Duration.ofSeconds(grace + 10)), talk.tail());
            Await.until("the targets' connections have ended", Duration.ofSeconds(5), () -> echo.connections() == 0);
            List<String> ends = talk.output().lines().filter(line -> line.startsWith("ended ")).toList();
            assertEquals(20, ends.size(), talk.output());
            long[] after = ends.stream().mapToLong(line -> Long.parseLong(line.split(" ")[1]) - lost).sorted().toArray();
            assertTrue(after[0] > grace * 1_000L - 500, "a stream ended after " + after[0] + " ms, before the grace was over");
            assertTrue(after[19] < grace * 1_000L + 5_000, "a stream ended only " + after[19] + " ms after the loss");
            String why = "the tunnel was down for " + grace + " s, longer than its streams wait";
            assertTrue(pair.atOuter().path("history").path("lastReason").asText().contains(why), pair.atOuter().toString());
            // there later attempts have reasons of their own
            assertTrue(pair.inner().log().contains(why), pair.inner().log());
            Figures.keep(String.format(Locale.ROOT, "%s beyond a grace of %d s: 20 streams ended %.1f to %.1f s after the loss", transport, grace,
                    after[0] / 1e3, after[19] / 1e3));
        } finally {
            roads.clear();
            setOutage(120, 30);
            pair.awaitEstablished();
        }
    }

    private static void setOutage(int grace, int patience) throws Exception {
        for (ProductNode end : List.of(pair.outer(), pair.inner()))
            end.cli().succeed("tunnel", "set", RoamPair.TUNNEL, "--grace", grace + "s", "--patience", patience + "s");
    }

    private static void awaitTalking(OwnServer echo, int connections) throws InterruptedException {
        Await.until(connections + " connections are there", Duration.ofSeconds(30), () -> echo.connections() == connections);
    }

    // programs in the inner network

    private static Program start(Scratch scratch, String name, List<String> command) throws IOException {
        var all = new ArrayList<>(roads.inFront());
        all.addAll(command);
        return Program.start(name, scratch.file(name + "-" + System.nanoTime() + ".log"), all);
    }

    private static Program talk(Scratch scratch, String kind, int port, Path stop, int connections) throws IOException {
        return start(scratch, kind, List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-cp", System.getProperty("java.class.path"), Talk.class.getName(), kind, String.valueOf(port), stop.toString(), String.valueOf(connections)));
    }

    private static void prepare(int port) throws Exception {
        var command = new ArrayList<>(roads.inFront());
        command.addAll(List.of(program("pgbench"), "-h", "127.0.0.1", "-p", String.valueOf(port), "-U", "postgres", "-i", "-q", "-s", "1", "postgres"));
        Run.succeed(LONG, command.toArray(String[]::new));
    }

    private static List<String> pgbench(int port) throws Exception {
        return List.of(program("pgbench"), "-h", "127.0.0.1", "-p", String.valueOf(port), "-U", "postgres", "-c", "8", "-j", "2", "-T",
                String.valueOf(Scale.of(10, 180)), "postgres");
    }

    /// As slow as a line of 100 Mbit/s, so that it is under way when connections are reset.
    private static List<String> scp(Sshd sshd, int port, Scratch scratch) throws Exception {
        var command = new ArrayList<>(List.of(program("scp"), "-l", "100000"));
        command.addAll(sshd.options());
        command.addAll(List.of("-P", String.valueOf(port), scratch.file("there").toString(), Sshd.user() + ":" + scratch.file("over")));
        return command;
    }

    private static List<String> session(Sshd sshd, int port) throws Exception {
        var command = new ArrayList<>(List.of(program("ssh")));
        command.addAll(sshd.options());
        command.addAll(List.of("-p", String.valueOf(port), Sshd.user(), "i=0; while [ $i -lt " + Scale.of(500, 9_000) + " ]; do i=$((i+1)); echo line $i; sleep 0.02; done"));
        return command;
    }

    private static void assertLines(String output) {
        int expected = 0;
        for (String line : output.lines().toList()) assertEquals("line " + ++expected, line);
        assertEquals(Scale.of(500, 9_000), expected, "lines of the session");
    }

    private static byte[] writeRandom(Path file, int mebibytes) throws IOException {
        byte[] block = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < mebibytes; i++) {
                RANDOM.nextBytes(block);
                out.write(block);
            }
        }
        try (InputStream in = Files.newInputStream(file)) {
            return OwnServer.sha256(in);
        }
    }
}
