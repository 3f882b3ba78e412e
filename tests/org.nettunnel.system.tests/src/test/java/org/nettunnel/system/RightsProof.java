package org.nettunnel.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.system.process.Api;
import org.nettunnel.system.process.Await;
import org.nettunnel.system.process.NodePair;
import org.nettunnel.system.process.Product;
import org.nettunnel.system.server.OwnServer;

/// Who may do what, of two running nodes: each operation that the API describes, as each kind of caller.
@Timeout(900)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RightsProof {
    private static final String PASSWORD = "a guest's own passphrase";
    private static final String UNKNOWN = "00000000-0000-4000-8000-000000000000";
    private static final int CREATES = Scale.of(300, 10_000);
    private static final int GUESSES = Scale.of(300, 1_000);
    /// An address is asked for this many calls, then the next: the node bounds how many one makes a second.
    private static final int CALLS_OF_AN_ADDRESS = 15;
    private NodePair pair;
    private OwnServer echo;
    private String foreignTunnel;
    private String foreignEndpoint;
    private int addresses = 10;
    private int calls;
    private Api from;

    @BeforeAll
    void startThePair() throws Exception {
        echo = OwnServer.echo();
        pair = NodePair.start(Product.find(), "tcp");
        Api local = pair.outer().api();
        from = local.from("127.0.1.9");
        foreignTunnel = local.post("/invites", Map.of("name", "foreign", "addresses", List.of("outer.example:1"))).path("tunnel").asText();
        foreignEndpoint = local.post("/endpoints", Map.of("tunnel", "foreign", "direction", "inbound", "port", 0, "target", "127.0.0.1:9")).path("id").asText();
        join("guest", Map.of("tunnels", List.of(Map.of("tunnel", NodePair.TUNNEL, "acts", List.of("endpoints"), "ports", List.of("*"), "targets", List.of("127.0.0.0/8:*")))));
        join("stranger", Map.of());
    }

    @AfterAll
    void end() throws Exception {
        if (from != null) from.close();
        if (pair != null) pair.close();
        if (echo != null) echo.close();
    }

    private void join(String user, Map<String, ?> grants) throws Exception {
        Api local = pair.outer().api();
        local.post("/users", Map.of("name", user, "role", "limited", "grants", grants));
        String code = local.post("/users/" + user + "/invite", null).path("text").asText();
        assertEquals(200, anybody("POST", "/join", Map.of("code", code, "password", PASSWORD)).statusCode());
        assertEquals(403, anybody("POST", "/join", Map.of("code", code, "password", PASSWORD)).statusCode(), "it was used up");
    }

    /// Calls from one address after the other.
    private HttpResponse<String> as(String token, String method, String path, Map<String, ?> body) throws IOException, InterruptedException {
        if (calls++ % CALLS_OF_AN_ADDRESS == 0) {
            from.close();
            from = pair.outer().api().from("127.0." + addresses / 250 + "." + (1 + addresses % 250));
            addresses++;
        }
        return from.as(token).call(method, path, body);
    }

    private HttpResponse<String> anybody(String method, String path, Map<String, ?> body) throws IOException, InterruptedException {
        return as("none", method, path, body);
    }

    private String login(String user, String password) throws IOException, InterruptedException {
        var answer = anybody("POST", "/login", Map.of("user", user, "password", password));
        assertEquals(200, answer.statusCode(), answer.body());
        return from.tree(answer.body()).path("token").asText();
    }

    private String root() throws IOException, InterruptedException {
        return login("root", "correct horse battery staple");
    }

    private String token(String session, String... scopes) throws IOException, InterruptedException {
        var answer = as(session, "POST", "/tokens", Map.of("name", String.join(" ", scopes), "scopes", List.of(scopes), "expires", Instant.now().plus(Duration.ofDays(1)).toString()));
        assertEquals(200, answer.statusCode(), answer.body());
        return from.tree(answer.body()).path("text").asText();
    }

    private record Row(String method, String path, String access) {
        boolean isAboutAnObject() {
            return List.of("see", "operate", "change").contains(access);
        }

        String with(String id) {
            return path.replace("{id}", id);
        }
    }

    private List<Row> rows() throws IOException, InterruptedException {
        List<Row> rows = new ArrayList<>();
        JsonNode paths = pair.outer().api().get("/openapi.json").path("paths");
        paths.properties().forEach(path -> path.getValue().properties().forEach(operation -> {
            String access = operation.getValue().path("x-nettunnel-access").asText();
            if (!access.isEmpty()) rows.add(new Row(operation.getKey().toUpperCase(), path.getKey().replaceFirst("^/api/v1", ""), access));
        }));
        assertTrue(rows.size() > 40, rows.toString());
        return rows;
    }

    private int status(String token, Row row, String id) throws IOException, InterruptedException {
        return as(token, row.method(), row.with(id), row.method().equals("POST") ? Map.of() : null).statusCode();
    }

    @Test
    void everyOperationRefusesWhoMayNot() throws Exception {
        String guest = login("guest", PASSWORD);
        String stranger = login("stranger", PASSWORD);
        int asked = 0;
        for (Row row : rows()) {
            boolean open = row.access().equals("anyone");
            for (String nobody : List.of("none", "ntp_" + "x".repeat(43), "x".repeat(43))) {
                if (!open) assertEquals(401, status(nobody, row, UNKNOWN), row + " by nobody");
                asked++;
            }
            for (String limited : List.of(guest, stranger)) {
                if (row.access().equals("administrator")) assertEquals(403, status(limited, row, UNKNOWN), row + " by a limited user");
                if (row.isAboutAnObject()) {
                    assertEquals(404, status(limited, row, UNKNOWN), row + " of what is not there");
                    String foreign = row.path().startsWith("/tunnels") ? foreignTunnel : row.path().startsWith("/endpoints") ? foreignEndpoint : UNKNOWN;
                    assertEquals(404, status(limited, row, foreign), row + " of another's is not there for him");
                }
                asked += 3;
            }
        }
        assertEquals(404, anybody("GET", "/nothing", null).statusCode());
        Figures.keep(asked + " calls refused");
    }

    @Test
    void aTokenMayWhatItsScopesSayAndNeverMoreThanItsUser() throws Exception {
        String root = root();
        Map<String, String> tokens = new HashMap<>();
        for (String scope : List.of("read", "operate", "configure", "administer", "metrics")) tokens.put(scope, token(root, scope));
        String guests = token(login("guest", PASSWORD), "administer");
        for (Row row : rows()) {
            if (row.access().equals("anyone")) continue;
            assertEquals(403, status(tokens.get("metrics"), row, UNKNOWN), row + " by a token for metrics");
            if (!row.method().equals("GET")) assertEquals(403, status(tokens.get("read"), row, UNKNOWN), row + " by a token for reading");
            if (row.access().equals("administrator")) assertEquals(403, status(guests, row, UNKNOWN), row + " by a limited user's token");
        }
        for (String token : tokens.values()) {
            assertEquals(403, as(token, "POST", "/tokens", Map.of("name", "more", "scopes", List.of("read"), "expires", Instant.now().plusSeconds(60).toString())).statusCode());
            assertEquals(403, as(token, "POST", "/password", Map.of("old", "x", "wanted", PASSWORD)).statusCode());
        }
        assertEquals(200, as(tokens.get("read"), "GET", "/tunnels", null).statusCode());
        assertEquals(403, as(tokens.get("read"), "POST", "/tunnels/foreign/stop", null).statusCode());
        assertEquals(200, as(tokens.get("operate"), "POST", "/tunnels/foreign/stop", null).statusCode());
    }

    @Test
    void whatIsTakenBackEndsWithinASecond() throws Exception {
        Api local = pair.outer().api();
        String guest = login("guest", PASSWORD);
        Map<String, ?> granted = Map.of("grants", tree("guest").path("grants"));
        for (Map<String, ?> change : List.<Map<String, ?>>of(Map.of("disabled", true), Map.of("grants", Map.of()), Map.of("quota", Map.of("endpoints", 0)))) {
            var added = as(guest, "POST", "/endpoints", Map.of("tunnel", NodePair.TUNNEL, "direction", "inbound", "port", 0, "target", "127.0.0.1:" + echo.port()));
            assertEquals(200, added.statusCode(), added.body());
            var endpoint = new NodePair.Endpoint(pair.outer(), from.tree(added.body()).path("id").asText());
            Await.until("it listens", Duration.ofSeconds(10), () -> endpoint.view().path("here").path("state").asText().equals("listening")
                    && endpoint.view().path("there").path("state").asText().equals("ready"));
            int port = endpoint.port();
            try (var client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                client.setSoTimeout(10_000);
                byte[] said = "still there?".getBytes(StandardCharsets.US_ASCII);
                client.getOutputStream().write(said);
                assertArrayEquals(said, client.getInputStream().readNBytes(said.length));
                long began = System.nanoTime();
                local.post("/users/guest", change);
                assertThrows(IOException.class, () -> client.getInputStream().read());
                long millis = (System.nanoTime() - began) / 1_000_000;
                assertTrue(millis < 1_000, millis + " ms after " + change.keySet());
                Figures.keep(change.keySet() + " taken back in " + millis + " ms");
            }
            assertThrows(IOException.class, () -> new Socket(InetAddress.getLoopbackAddress(), port).close());
            local.post("/users/guest", Map.of("disabled", false, "grants", granted.get("grants"), "quota", Map.of()));
            guest = login("guest", PASSWORD);
            assertEquals(204, as(guest, "DELETE", "/endpoints/" + endpoint.id(), null).statusCode());
        }
    }

    private JsonNode tree(String user) throws IOException, InterruptedException {
        return pair.outer().api().get("/users/" + user);
    }

    @Test
    void aQuotaHoldsHoweverOftenItIsTried() throws Exception {
        Map<String, ?> grants = Map.of("tunnels", List.of(Map.of("tunnel", NodePair.TUNNEL, "acts", List.of("endpoints"), "ports", List.of("*"), "targets", List.of("127.0.0.1:9"))));
        join("greedy", grants);
        pair.outer().api().post("/users/greedy", Map.of("quota", Map.of("endpoints", 5)));
        String greedy = login("greedy", PASSWORD);
        int made = 0;
        int refused = 0;
        for (int i = 0; i < CREATES; i++) {
            var answer = as(greedy, "POST", "/endpoints", Map.of("tunnel", NodePair.TUNNEL, "direction", "inbound", "port", 0, "target", "127.0.0.1:9"));
            if (answer.statusCode() == 200) made++;
            else if (answer.statusCode() == 429 && answer.body().contains("may have 5 endpoints")) refused++;
        }
        assertEquals(5, made);
        assertEquals(CREATES - 5, refused);
        pair.outer().api().delete("/users/greedy");
        JsonNode left = pair.outer().api().get("/endpoints").path("endpoints");
        for (JsonNode endpoint : left) assertTrue(!endpoint.path("target").asText().equals("127.0.0.1:9") || endpoint.path("id").asText().equals(foreignEndpoint), endpoint.toString());
        assertEquals(401, as(greedy, "GET", "/tunnels", null).statusCode());
    }

    @Test
    void whoGuessesIsSlowedDownAndTheRightUserElsewhereGetsIn() throws Exception {
        int checked = 0;
        try (Api guesser = pair.outer().api().from("127.9.9.9").as("none")) {
            for (int i = 0; i < GUESSES; i++)
                if (guesser.call("POST", "/login", Map.of("user", "guest", "password", "guess number " + i)).statusCode() == 401) checked++;
        }
        assertTrue(checked > 0 && checked < 30, checked + " guesses were checked");
        login("guest", PASSWORD);
        Figures.keep(checked + " of " + GUESSES + " guesses checked");
    }
}
