package org.nettunnel.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.URLEncoder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.system.memory.Clients;
import org.nettunnel.system.memory.Targets;
import org.nettunnel.system.process.Api;
import org.nettunnel.system.process.Await;
import org.nettunnel.system.process.Cli;
import org.nettunnel.system.process.Listening;
import org.nettunnel.system.process.Listening.Told;
import org.nettunnel.system.process.NodePair;
import org.nettunnel.system.process.Ports;
import org.nettunnel.system.process.Program;
import org.nettunnel.system.process.Scratch;

/// With thousands of streams open at a time a node still shows, finds, ends and tells them, beside listeners that do not read.
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManyStreamsProof {
    private static final int FEW = 100;
    private static final int MANY = Scale.of(2_000, 10_000);
    private static final int ROUNDS = 7;
    /// A page looks at all streams once, so it may grow as they do, and not as their square.
    private static final double MOST_FOR_A_PAGE = 1.5 * MANY / FEW;
    /// What does not look at streams at all.
    private static final double MOST_FOR_THE_REST = 8;
    /// The system holds some 4 MiB for who does not read, the node 1,000 events: so many are more, of 600 bytes each.
    private static final int MORE_THAN_WAITS = 8_500;
    private static final int WAVE = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private Scratch scratch;
    private Program targets;
    private NodePair pair;
    private Api api;
    private int port;

    @BeforeAll
    void startTargets() throws Exception {
        pair = SharedPairs.over("tcp");
        api = pair.outer().api();
        scratch = Scratch.make("many-streams");
        targets = Program.start("targets", scratch.file("targets.log"), List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-Xmx256m", "-cp", System.getProperty("java.class.path"), Targets.class.getName()));
        Await.until("the targets listen", PATIENCE, () -> targets.output().contains("\n"));
        port = pair.endpoint(Integer.parseInt(targets.output().strip().split(" ")[1])).port();
    }

    @AfterAll
    void end() {
        if (targets != null) targets.close();
        if (scratch != null) scratch.close();
    }

    @Test
    void showsFindsEndsAndTellsThemBesideAListenerThatDoesNotRead() throws Exception {
        try (Listening told = Listening.to(api, "stream", "").begun(); Clients clients = new Clients(port); Socket deaf = api.narrow(4 * 1024)) {
            clients.openEchoing(FEW);
            awaitOpen(FEW);
            costs(told); // the node is warm then
            Costs few = costs(told);
            deaf.getOutputStream().write(api.head("/events?types=stream").getBytes(StandardCharsets.US_ASCII));
            clients.openEchoing(MANY - FEW);
            awaitOpen(MANY);
            Costs many = costs(told);
            Figures.keep(many.over(few));
            assertEquals(MANY, everyPage().size());
            endsOne(told, clients, client -> api.get("/streams?filter=" + URLEncoder.encode(client, StandardCharsets.UTF_8)), id -> api.delete("/streams/" + id));
            Cli cli = pair.outer().cli();
            endsOne(told, clients, client -> cli.succeed("streams", "--filter", client, "--json").json(), id -> cli.succeed("streams", "--reset", id));
            closeSlowly(clients);
            while (told.all().size() < MORE_THAN_WAITS) {
                clients.openEchoing(WAVE);
                closeSlowly(clients);
            }
            awaitOpen(0);
            assertEquals(200, api.at("/readyz").statusCode());
            wasLeftBehind(deaf, told);
            assertTrue(many.page / few.page <= MOST_FOR_A_PAGE && many.search / few.search <= MOST_FOR_A_PAGE, many + " after " + few);
            assertTrue(many.metrics / few.metrics <= MOST_FOR_THE_REST && many.event / few.event <= MOST_FOR_THE_REST, many + " after " + few);
        }
    }

    /// Milliseconds, medians.
    private record Costs(double page, double search, double metrics, double event) {
        String over(Costs few) {
            return String.format(Locale.ROOT, "%d streams to %d: page x%.1f, search x%.1f, metrics x%.1f, event x%.1f", MANY, FEW, page / few.page,
                    search / few.search, metrics / few.metrics, event / few.event);
        }
    }

    private Costs costs(Listening told) throws Exception {
        List<Double> page = new ArrayList<>(), search = new ArrayList<>(), metrics = new ArrayList<>(), event = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            page.add(millis(() -> api.get("/streams?limit=100").path("streams").size() == 100));
            search.add(millis(() -> api.get("/streams?filter=nobody.example").path("streams").isEmpty()));
            metrics.add(millis(() -> api.at("/metrics").body().contains("nettunnel_stream_open")));
            event.add(millis(() -> isToldOfOne(told)));
        }
        return new Costs(median(page), median(search), median(metrics), median(event));
    }

    private static double millis(Callable<Boolean> asked) throws Exception {
        long began = System.nanoTime();
        assertTrue(asked.call());
        return (System.nanoTime() - began) / 1e6;
    }

    private static double median(List<Double> all) {
        return all.stream().sorted().toList().get(all.size() / 2);
    }

    private boolean isToldOfOne(Listening told) throws Exception {
        try (Socket socket = new Socket()) {
            socket.connect(Ports.loopback(port));
            String client = "127.0.0.1:" + socket.getLocalPort();
            told.await(client + " opened", each -> isAbout(each, "opened", client));
        }
        return true;
    }

    private static boolean isAbout(Told told, String what, String client) {
        return told.data().path("what").asText().equals(what) && told.data().path("stream").path("client").asText().equals(client);
    }

    /// The ids of all streams, each seen once.
    private Set<String> everyPage() throws IOException, InterruptedException {
        Set<String> ids = new HashSet<>();
        String more = "";
        do {
            JsonNode page = api.get("/streams?limit=1000" + more);
            for (JsonNode stream : page.path("streams")) assertTrue(ids.add(stream.path("id").asText()), stream + " comes twice");
            more = page.path("next").isNull() ? "" : "&cursor=" + page.path("next").asText();
        } while (!more.isEmpty());
        return ids;
    }

    private interface Search {
        JsonNode of(String client) throws Exception;
    }

    private interface Ending {
        void of(String id) throws Exception;
    }

    /// Finds one of all by its client, and has it ended.
    private void endsOne(Listening told, Clients clients, Search search, Ending ending) throws Exception {
        SocketChannel victim = clients.all().remove(clients.all().size() / 2);
        String client = "127.0.0.1:" + ((InetSocketAddress) victim.getLocalAddress()).getPort();
        JsonNode found = search.of(client).path("streams");
        assertEquals(1, found.size(), found.toString());
        ending.of(found.get(0).path("id").asText());
        assertTrue(!Clients.isCarried(victim), client + " is still carried");
        Told ended = told.await(client + " ended", each -> isAbout(each, "ended", client));
        assertEquals("policy", ended.data().path("code").asText());
    }

    /// No more at a time than can be told.
    private static void closeSlowly(Clients clients) throws Exception {
        int closed = 0;
        for (SocketChannel client : clients.all()) {
            client.setOption(StandardSocketOptions.SO_LINGER, 0);
            client.close();
            if (++closed % 100 == 0) Thread.sleep(50);
        }
        clients.all().clear();
    }

    /// He was told that he missed something, or his connection was ended; others heard more.
    private void wasLeftBehind(Socket deaf, Listening told) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        int heard = 0;
        String how = "was ended";
        try (var lines = new BufferedReader(new InputStreamReader(deaf.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line; (line = lines.readLine()) != null;) {
                if (line.equals("event: stream")) heard++;
                assertTrue(System.nanoTime() - end < 0, "who did not read was told of no gap in " + heard + " events");
                if (!line.equals("event: gap")) continue;
                how = "was told of a gap";
                break;
            }
        } catch (IOException ended) {
            // the node had waited long enough
        }
        int others = told.all().size();
        assertTrue(heard < others, heard + " events, and the others " + others);
        Figures.keep("who did not read " + how + " after " + heard + " events, who did heard " + others);
    }

    private void awaitOpen(int count) throws InterruptedException {
        Await.until(count + " streams are open", PATIENCE, () -> NodePair.tunnel(pair.outer()).path("traffic").path("openStreams").asInt() == count);
    }
}
