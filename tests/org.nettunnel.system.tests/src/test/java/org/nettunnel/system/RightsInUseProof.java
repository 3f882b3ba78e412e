package org.nettunnel.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nettunnel.system.GuestsFixture.PASSWORD;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.system.process.Await;
import org.nettunnel.system.process.Listening;
import org.nettunnel.system.process.NodePair;

/// Rights that are used, taken back and exceeded while connections run.
@Timeout(300)
class RightsInUseProof {
    private static final int CREATES = Scale.of(300, 10_000);
    private static final int PACE = 250_000;
    private static final int CARRIED = Scale.of(300_000, 3_000_000);
    private static final byte[] HELLO = "still there?".getBytes(StandardCharsets.US_ASCII);
    private GuestsFixture guests;

    @BeforeEach
    void useTheGuests() throws Exception {
        guests = GuestsFixture.shared();
    }

    private String echo() {
        return "127.0.0.1:" + guests.echo.port();
    }

    private static Socket connect(int port) throws IOException {
        var client = new Socket(InetAddress.getLoopbackAddress(), port);
        client.setSoTimeout(10_000);
        return client;
    }

    private static Socket connectAfter(Socket first, Socket second, int port) throws IOException {
        assertEchoes(first);
        assertEchoes(second);
        return connect(port);
    }

    private static void assertEchoes(Socket client) throws IOException {
        client.getOutputStream().write(HELLO);
        assertArrayEquals(HELLO, client.getInputStream().readNBytes(HELLO.length));
    }

    /// By a reset, or by an end without a byte.
    private static void assertRefused(Socket client) {
        try {
            client.getOutputStream().write(HELLO);
            assertEquals(-1, client.getInputStream().read());
        } catch (java.net.SocketTimeoutException open) {
            throw new AssertionError("the connection was let through", open);
        } catch (IOException reset) {
            // that is what is meant
        }
    }

    private void quota(String user, Map<String, ?> quota) throws IOException, InterruptedException {
        guests.local().post("/users/" + user, Map.of("quota", quota));
    }

    @Test
    void whatIsTakenBackEndsWithinASecond() throws Exception {
        Map<String, ?> granted = Map.of("disabled", false, "grants", guests.local().get("/users/guest").path("grants"), "quota", Map.of());
        for (Map<String, ?> change : List.<Map<String, ?>>of(Map.of("disabled", true), Map.of("grants", Map.of()), Map.of("quota", Map.of("endpoints", 0)))) {
            String guest = guests.guest();
            NodePair.Endpoint endpoint = guests.endpoint(guest, "inbound", echo());
            assertEquals("guest", endpoint.view().path("owner").asText());
            int port = endpoint.port();
            try (var events = Listening.to(guests.local(), "stream", "").begun(); var client = connect(port)) {
                assertEchoes(client);
                assertEquals("{\"endpoints\":1,\"connections\":1}", guests.tree(guests.as(guest, "GET", "/session", null)).path("used").toString());
                long began = System.nanoTime();
                guests.local().post("/users/guest", change);
                assertThrows(IOException.class, () -> client.getInputStream().read());
                long millis = (System.nanoTime() - began) / 1_000_000;
                JsonNode ended = events.await("the end of the stream", told -> told.data().path("what").asText().equals("ended")
                        && told.data().path("stream").path("endpoint").asText().equals(endpoint.id())).data();
                long told = (System.nanoTime() - began) / 1_000_000;
                assertTrue(Set.of("policy", "rights_changed").contains(ended.path("code").asText()), ended.toString());
                assertTrue(millis < 1_000, millis + " ms after " + change.keySet());
                Figures.keep(change.keySet() + " taken back in " + millis + " ms, told after " + told + " ms");
            }
            assertThrows(IOException.class, () -> connect(port).close());
            guests.local().post("/users/guest", granted);
            assertEquals(204, guests.as(guests.guest(), "DELETE", "/endpoints/" + endpoint.id(), null).statusCode());
        }
    }

    @Test
    void aQuotaOfEndpointsHoldsHoweverOftenItIsTried() throws Exception {
        guests.join("greedy", GuestsFixture.ofThePair("127.0.0.1:9"));
        quota("greedy", Map.of("endpoints", 5));
        String greedy = guests.login("greedy", PASSWORD);
        int made = 0;
        int refused = 0;
        List<String> his = new ArrayList<>();
        for (int i = 0; i < CREATES; i++) {
            var answer = guests.add(greedy, "inbound", "127.0.0.1:9");
            if (answer.statusCode() == 200 && made++ < CREATES) his.add(guests.tree(answer).path("id").asText());
            else if (answer.statusCode() == 429 && answer.body().contains("may have 5 endpoints")) refused++;
        }
        assertEquals(5, made);
        assertEquals(CREATES - 5, refused);
        guests.local().delete("/users/greedy");
        for (var node : List.of(guests.pair.outer(), guests.pair.inner()))
            Await.until("they go with their user at " + node.name(), Duration.ofSeconds(10), () -> {
                for (JsonNode left : node.api().get("/endpoints").path("endpoints")) if (his.contains(left.path("id").asText())) return false;
                return true;
            });
        assertEquals(401, guests.as(greedy, "GET", "/tunnels", null).statusCode());
    }

    @Test
    void aQuotaOfConnectionsLetsNoMoreInAndOneThatEndsMakesRoom() throws Exception {
        guests.join("busy", GuestsFixture.ofThePair("127.0.0.0/8:*"));
        quota("busy", Map.of("connections", 2));
        int port = guests.endpoint(guests.login("busy", PASSWORD), "inbound", echo()).port();
        try (var first = connect(port)) {
            try (var second = connect(port); var third = connectAfter(first, second, port)) {
                assertRefused(third);
            }
            Await.until("there is room again", Duration.ofSeconds(5), () -> {
                try (var next = connect(port)) {
                    assertEchoes(next);
                    return true;
                } catch (AssertionError refused) {
                    return false;
                }
            });
            assertEchoes(first);
            quota("busy", Map.of("connections", 0));
            assertThrows(IOException.class, () -> first.getInputStream().read());
        }
        guests.local().delete("/users/busy");
    }

    @Test
    void aQuotaOfBytesIsSharedByAllOfAUsersConnections() throws Exception {
        guests.join("slow", GuestsFixture.ofThePair("127.0.0.0/8:*"));
        quota("slow", Map.of("bytesPerSecond", PACE));
        String slow = guests.login("slow", PASSWORD);
        List<Integer> ports = List.of(guests.endpoint(slow, "inbound", echo()).port(), guests.endpoint(slow, "inbound", echo()).port());
        long began = System.nanoTime();
        List<Thread> carriers = new ArrayList<>();
        List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int port : ports) carriers.add(Thread.ofVirtual().start(() -> {
            try {
                carry(port, CARRIED / 2);
            } catch (IOException | RuntimeException failed) {
                failures.add(failed);
            }
        }));
        for (Thread carrier : carriers) carrier.join();
        assertEquals(List.of(), failures);
        // there and back again
        double rate = Figures.perSecond(2.0 * CARRIED, System.nanoTime() - began);
        Figures.keep(Math.round(rate / 1000) + " KB/s of " + PACE / 1000);
        assertTrue(rate < 1.25 * PACE && rate > 0.5 * PACE, rate + " bytes a second");
        guests.local().delete("/users/slow");
    }

    private static void carry(int port, int bytes) throws IOException {
        try (var client = connect(port)) {
            client.setSoTimeout(60_000);
            var writer = Thread.ofVirtual().start(() -> {
                try {
                    client.getOutputStream().write(new byte[bytes]);
                } catch (IOException cut) {
                    // the reader sees it too
                }
            });
            if (client.getInputStream().readNBytes(bytes).length != bytes) throw new IOException("ended early");
            writer.interrupt();
        }
    }

    @Test
    void aTargetThatWasNotGrantedIsNotDialledHoweverItIsCalled() throws Exception {
        guests.join("nosy", GuestsFixture.ofThePair("10.0.0.0/8:*"));
        String nosy = guests.login("nosy", PASSWORD);
        for (String target : List.of(echo(), "[::1]:80", "11.0.0.1:80", "0x7f.1:80", "2130706433:80", "[::ffff:127.0.0.1]:80", "169.254.169.254:80")) {
            var answer = guests.add(nosy, "outbound", target);
            assertTrue(answer.statusCode() == 403 || answer.statusCode() == 400, target + " " + answer.statusCode() + " " + answer.body());
        }
        // a name may stand for an address that he was granted; which one it does is looked at when it is dialled
        NodePair.Endpoint named = guests.endpoint(nosy, "outbound", "localhost:" + guests.echo.port());
        // the node itself is never a target, though the network was granted
        NodePair.Endpoint self = guests.endpoint(guests.guest(), "outbound", "127.0.0.1:" + guests.pair.outer().port());
        int before = guests.echo.connections();
        for (NodePair.Endpoint endpoint : List.of(named, self)) {
            try (var client = connect(endpoint.port())) {
                assertRefused(client);
            }
            Await.until("it is told why", Duration.ofSeconds(5), () -> !endpoint.view().path("lastRefusal").asText("").isEmpty());
        }
        assertEquals(before, guests.echo.connections());
        NodePair.Endpoint good = guests.endpoint(guests.guest(), "outbound", echo());
        try (var client = connect(good.port())) {
            assertEchoes(client);
        }
        guests.local().delete("/users/nosy");
        for (NodePair.Endpoint endpoint : List.of(self, good)) guests.local().delete("/endpoints/" + endpoint.id());
    }
}
