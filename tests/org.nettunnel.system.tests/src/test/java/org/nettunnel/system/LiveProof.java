package org.nettunnel.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.system.process.Await;
import org.nettunnel.system.process.Listening;
import org.nettunnel.system.process.Listening.Told;
import org.nettunnel.system.process.NodePair;
import org.nettunnel.system.process.Ports;
import org.nettunnel.system.server.OwnServer;

/// What a running node tells as it happens: all of it, in order, once, however often who listens is cut off.
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveProof {
    private static final String ALL = "tunnel,endpoint,stream,rate,log,audit";
    private static final int ROUNDS = Scale.of(2, 10);
    private static final int CONNECTIONS_OF_A_ROUND = 10;
    private NodePair pair;
    private OwnServer echo;
    private NodePair.Endpoint endpoint;

    @BeforeAll
    void startThePair() throws Exception {
        echo = OwnServer.echo();
        pair = SharedPairs.over("tcp");
        endpoint = pair.endpoint(echo.port());
    }

    @AfterAll
    void end() throws Exception {
        if (echo != null) echo.close();
    }

    @Test
    void tellsAllInOrderAndGoesOnAfterEachCutWithNothingMissingOrTwice() throws Exception {
        try (Listening whole = Listening.to(pair.outer().api(), ALL, "").begun()) {
            whole.await("a rate", told -> told.name().equals("rate"));
            var cut = new OftenCut(whole.lastId());
            CompletableFuture<Void> hearing = CompletableFuture.runAsync(cut, task -> Thread.ofVirtual().start(task));
            for (int round = 0; round < ROUNDS; round++) happen(whole, round);
            cut.until = whole.all().getLast().id();
            hearing.get(60, TimeUnit.SECONDS);
            check(whole.all(), cut);
        }
    }

    /// Connections, an outage, a stop and a start.
    private void happen(Listening whole, int round) throws Exception {
        int port = listeningPort();
        for (int i = 0; i < CONNECTIONS_OF_A_ROUND; i++) {
            String client;
            try (Socket socket = new Socket()) {
                socket.connect(Ports.loopback(port));
                client = "127.0.0.1:" + socket.getLocalPort();
                socket.getOutputStream().write('?');
                assertEquals('?', socket.getInputStream().read());
                whole.await(client + " opened", told -> isStream(told, "opened", client));
            }
            Told ended = whole.await(client + " ended", told -> isStream(told, "ended", client));
            assertEquals("normal", ended.data().path("code").asText(), ended.toString());
        }
        int before = whole.all().size();
        pair.outer().api().post("/tunnels/" + NodePair.TUNNEL + "/stop", null);
        awaitStatus(whole, before, "stopped");
        int stopped = whole.all().size();
        pair.outer().api().post("/tunnels/" + NodePair.TUNNEL + "/start", null);
        awaitStatus(whole, stopped, "established");
        List<String> order = whole.all().stream().skip(before).filter(told -> told.name().equals("audit") || told.name().equals("tunnel"))
                .map(told -> told.name().equals("audit") ? told.data().path("action").asText() : told.data().path("status").asText()).toList();
        assertTrue(comeInOrder(order, "/stop", "stopped", "/start", "established"), "round " + round + " was told as " + order);
    }

    /// Another one after each start of the tunnel, perhaps.
    private int listeningPort() throws Exception {
        Await.until("the endpoint listens", Duration.ofSeconds(20), () -> endpoint.view().path("here").path("state").asText().equals("listening")
                && endpoint.view().path("there").path("state").asText().equals("ready"));
        return endpoint.port();
    }

    private void awaitStatus(Listening whole, int after, String status) throws InterruptedException {
        whole.await("the tunnel is " + status, told -> told.name().equals("tunnel") && told.data().path("status").asText().equals(status)
                && told.number() > whole.all().get(after - 1).number());
    }

    private static boolean isStream(Told told, String what, String client) {
        return told.name().equals("stream") && told.data().path("what").asText().equals(what) && told.data().path("stream").path("client").asText().equals(client);
    }

    private static boolean comeInOrder(List<String> all, String... wanted) {
        int found = 0;
        for (String one : all) if (found < wanted.length && one.contains(wanted[found])) found++;
        return found == wanted.length;
    }

    private void check(List<Told> whole, OftenCut cut) throws Exception {
        Set<String> kinds = whole.stream().map(Told::name).collect(Collectors.toSet());
        assertTrue(kinds.containsAll(List.of("tunnel", "stream", "rate", "log", "audit")) && !kinds.contains("gap"), kinds.toString());
        for (int i = 1; i < whole.size(); i++) assertTrue(whole.get(i - 1).number() < whole.get(i).number(), whole.get(i - 1) + " before " + whole.get(i));
        List<Told> expected = whole.stream().filter(told -> told.number() > number(cut.from) && told.number() <= number(cut.until)).toList();
        List<Told> heard = cut.heard.stream().filter(told -> told.id().isEmpty() || told.number() <= number(cut.until)).toList();
        assertEquals(expected.stream().map(Told::id).toList(), heard.stream().map(Told::id).toList(), "what came over " + cut.connections + " connections");
        assertEquals(expected, heard);
        assertTrue(cut.connections > 4 * ROUNDS, cut.connections + " connections");
        Figures.keep(expected.size() + " events heard once and in order over " + cut.connections + " connections");
    }

    private static long number(String id) {
        return Long.parseLong(id.substring(id.indexOf('-') + 1));
    }

    /// Hears over one short connection after the other.
    private final class OftenCut implements Runnable {
        private static final int MOST_AT_ONCE = 12;
        final String from;
        final List<Told> heard = new ArrayList<>();
        int connections;
        /// The last to hear; empty while that is not known.
        volatile String until = "";

        OftenCut(String from) {
            this.from = from;
        }

        @Override
        public void run() {
            var random = new SplittableRandom(5);
            String last = from;
            try {
                while (until.isEmpty() || number(last) < number(until)) {
                    connections++;
                    List<Told> came = heardUntil(random.nextInt(MOST_AT_ONCE), last);
                    heard.addAll(came);
                    if (!came.isEmpty()) last = came.getLast().id();
                }
            } catch (Exception failed) {
                throw new AssertionError("after " + connections + " connections and event " + last, failed);
            }
        }

        private List<Told> heardUntil(int count, String last) throws Exception {
            Listening listening = Listening.to(pair.outer().api(), ALL, last);
            try (listening) {
                listening.awaitCount(count);
            }
            return listening.all(); // what came behind those is heard too, until the cut
        }
    }
}
