package org.nettunnel.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nettunnel.system.GuestsFixture.PASSWORD;
import static org.nettunnel.system.GuestsFixture.UNKNOWN;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.jspecify.annotations.Nullable;
import org.nettunnel.system.process.Await;
import org.nettunnel.system.process.NodePair;

/// Each row of the API, called of a running node by each kind of caller about each kind of object; what is to come of it follows from the row's access and from
/// what the caller was granted.
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RightsMatrixProof {
    /// By the access that the row is to have. A row that is in none of these lines has no expectation.
    private static final Map<String, String> ROWS = Map.of(
            "anyone", "POST /setup, POST /login, POST /join",
            "user", "POST /logout, POST /logout-everywhere, GET /session, GET /status, GET /suites, GET /tunnels, GET /endpoints, POST /endpoints, GET /streams, GET /events, GET /history, "
                    + "POST /password, GET /tokens, POST /tokens, DELETE /tokens/{id}",
            "see", "GET /tunnels/{id}, GET /tunnels/{id}/diagnosis, GET /tunnels/{id}/trial, POST /tunnels/{id}/check, GET /endpoints/{id}, GET /streams/{id}/diagnosis",
            "operate", "POST /tunnels/{id}/start, POST /tunnels/{id}/stop, POST /tunnels/{id}/cut, POST /tunnels/{id}/ping, POST /tunnels/{id}/peer, POST /endpoints/{id}/try, DELETE /streams/{id}",
            "change", "POST /tunnels/{id}, DELETE /tunnels/{id}, POST /tunnels/{id}/trial, POST /tunnels/{id}/trial/confirm, POST /tunnels/{id}/trial/back, POST /endpoints/{id}, DELETE /endpoints/{id}",
            "administrator", "POST /restart, POST /suites/preference, POST /invites, POST /tunnels, POST /tunnel-by-login, POST /doctor, GET /log, GET /settings, POST /settings, POST /backup, POST /restore, "
                    + "POST /import, GET /audit, GET /audit/verify, GET /users, POST /users, GET /users/{id}, POST /users/{id}, DELETE /users/{id}, POST /users/{id}/logout, "
                    + "POST /users/{id}/invite, GET /users/{id}/tokens, POST /users/{id}/tokens/revoke, GET /bundles, GET /bundles/available, GET /bundles/sites, POST /bundles/sites, DELETE /bundles/sites/{id}, "
                    + "POST /bundles/sites/look, POST /bundles/works, GET /bundles/works, GET /bundles/works/{id}, DELETE /bundles/works/{id}");
    private static final String NOTHING = "";
    private static final String ALL = "see operate change";
    /// What each may do with the tunnel of both nodes, with an administrator's endpoint on it, and with the owner's endpoint: what is granted, and what is in it.
    private static final Map<String, List<String>> MAY = Map.of(
            "nobody", List.of(NOTHING, NOTHING, NOTHING), "stranger", List.of(NOTHING, NOTHING, NOTHING),
            "watcher", List.of("see", "see", "see"), "operator", List.of("see operate", "see operate", "see operate"),
            "owner", List.of("see", NOTHING, ALL), "reader", List.of(NOTHING, "see", NOTHING),
            "cutter", List.of(NOTHING, "see operate", NOTHING), "changer", List.of(NOTHING, "see change", NOTHING), "root", List.of(ALL, ALL, ALL));
    private final Map<String, String> tokens = new TreeMap<>();
    private GuestsFixture guests;
    private NodePair.Endpoint plain;
    private NodePair.Endpoint owned;
    private Socket throughPlain;
    private Socket throughOwned;
    private int asked;

    private record Row(String method, String path, String access, boolean hasBody) {
        String name() {
            return method + " " + path;
        }
    }

    @BeforeAll
    void giveEachWhatHeMay() throws Exception {
        guests = GuestsFixture.shared();
        plain = guests.pair.endpoint(guests.echo.port());
        tokens.put("nobody", "");
        tokens.put("root", guests.root());
        tokens.put("stranger", guests.login("stranger", PASSWORD));
        tokens.put("watcher", made("watcher", ofTheTunnel("see")));
        tokens.put("operator", made("operator", ofTheTunnel("operate")));
        tokens.put("owner", made("owner", GuestsFixture.ofThePair("127.0.0.0/8:*")));
        for (var act : Map.of("reader", "see", "cutter", "operate", "changer", "change").entrySet())
            tokens.put(act.getKey(), made(act.getKey(), Map.of("endpoints", List.of(Map.of("endpoint", plain.id(), "acts", List.of(act.getValue()))))));
        owned = guests.endpoint(tokens.get("owner"), "inbound", "127.0.0.1:" + guests.echo.port());
        throughPlain = new Socket("127.0.0.1", plain.port());
        throughOwned = new Socket("127.0.0.1", owned.port());
        Await.until("both connections are streams", Duration.ofSeconds(20), () -> !stream(plain).equals(UNKNOWN) && !stream(owned).equals(UNKNOWN));
    }

    @AfterAll
    void end() throws Exception {
        if (throughPlain != null) throughPlain.close();
        if (throughOwned != null) throughOwned.close();
        for (String user : MAY.keySet()) if (!Set.of("nobody", "stranger", "root").contains(user)) guests.local().delete("/users/" + user);
        if (plain != null) plain.remove();
    }

    private static Map<String, ?> ofTheTunnel(String act) {
        return Map.of("tunnels", List.of(Map.of("tunnel", NodePair.TUNNEL, "acts", List.of(act))));
    }

    private String made(String user, Map<String, ?> grants) throws Exception {
        guests.local().post("/users", Map.of("name", user, "role", "limited", "password", PASSWORD, "grants", grants));
        return guests.login(user, PASSWORD);
    }

    private String stream(NodePair.Endpoint endpoint) throws Exception {
        for (JsonNode stream : guests.local().get("/streams").path("streams")) if (stream.path("endpoint").asText().equals(endpoint.id())) return stream.path("id").asText();
        return UNKNOWN;
    }

    private List<Row> rows() throws Exception {
        List<Row> rows = new ArrayList<>();
        guests.local().get("/openapi.json").path("paths").properties().forEach(path -> path.getValue().properties().forEach(operation -> rows.add(new Row(
                operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), operation.getValue().path("x-nettunnel-access").asText(), operation.getValue().has("requestBody")))));
        return rows;
    }

    @Test
    void everyRowHasTheAccessThatIsExpectedOfIt() throws Exception {
        Map<String, Set<String>> expected = new TreeMap<>();
        ROWS.forEach((access, names) -> expected.put(access, new TreeSet<>(List.of(names.split(", ")))));
        Map<String, Set<String>> found = new TreeMap<>();
        for (Row row : rows()) found.computeIfAbsent(row.access(), _ -> new TreeSet<>()).add(row.name());
        assertEquals(expected, found, "a row without an expectation here, or the other way round");
    }

    /// The objects of a row with what a caller may do with each; a row about none has one that is not there.
    private Map<String, String> objects(Row row, String caller) throws Exception {
        List<String> may = MAY.get(caller);
        if (!List.of("see", "operate", "change").contains(row.access())) return Map.of(UNKNOWN, NOTHING);
        var objects = new LinkedHashMap<String, String>(Map.of(UNKNOWN, NOTHING));
        switch (row.path().split("/")[1]) {
            case "tunnels" -> {
                objects.put(NodePair.TUNNEL, may.get(0));
                objects.put(guests.foreignTunnel, caller.equals("root") ? ALL : NOTHING);
            }
            case "endpoints" -> {
                objects.put(plain.id(), may.get(1));
                objects.put(owned.id(), may.get(2));
                objects.put(guests.foreignEndpoint, caller.equals("root") ? ALL : NOTHING);
            }
            case "streams" -> {
                objects.put(stream(plain), may.get(1));
                objects.put(stream(owned), may.get(2));
            }
            default -> throw new AssertionError("nothing is expected of objects of " + row);
        }
        return objects;
    }

    /// Whoever may is told what is wrong with the parameter, which is looked at last of all.
    private static int expected(Row row, String caller, String may) {
        return switch (row.access()) {
            case "anyone" -> 400;
            case "user" -> caller.equals("nobody") ? 401 : 400;
            case "administrator" -> caller.equals("nobody") ? 401 : caller.equals("root") ? 400 : 403;
            default -> caller.equals("nobody") ? 401 : may.isEmpty() ? 404 : may.contains(row.access()) ? 400 : 403;
        };
    }

    private int status(String caller, Row row, String id, String query) throws Exception {
        asked++;
        String token = tokens.get(caller);
        return guests.status(row.method(), row.path().replace("{id}", id) + query, row.hasBody() ? Map.of() : null, token.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + token));
    }

    @Test
    void eachCallerGetsOfEachRowWhatHisRightsSay() throws Exception {
        var counts = new TreeMap<Integer, Integer>();
        var wrong = new ArrayList<String>();
        for (String caller : MAY.keySet())
            for (Row row : rows())
                for (var object : objects(row, caller).entrySet()) {
                    int expected = expected(row, caller, object.getValue());
                    int status = status(caller, row, object.getKey(), "?nonsense=1");
                    if (status != expected) wrong.add(status + ", not " + expected + ": " + caller + " " + row.name() + " of " + object);
                    counts.merge(status, 1, Integer::sum);
                }
        assertEquals(List.of(), wrong);
        assertEquals(Set.of(400, 401, 403, 404), counts.keySet(), "every kind of answer came");
        Figures.keep(rows().size() + " operations as " + MAY.size() + " callers: " + asked + " calls, " + counts.get(400) + " let in, " + (counts.get(401) + counts.get(403)) + " refused, " + counts.get(404) + " not there");
    }

    @Test
    void whoMayLookIsShownIt() throws Exception {
        int shown = 0;
        for (String caller : MAY.keySet())
            for (Row row : rows())
                if (row.method().equals("GET") && row.access().equals("see") && !row.path().endsWith("/trial") && (Scale.of(0, 1) == 1 || !row.path().endsWith("/diagnosis")))
                    for (var object : objects(row, caller).entrySet())
                        if (!object.getValue().isEmpty()) {
                            assertEquals(200, status(caller, row, object.getKey(), ""), caller + " " + row.name());
                            shown++;
                        }
        assertTrue(shown > 10, shown + " were shown");
    }

    @Test
    void whoMayActDoesSo() throws Exception {
        for (String act : List.of("ping", "cut")) {
            guests.pair.awaitEstablished();
            assertEquals(200, as("operator", "POST", "/tunnels/pair/" + act, null), act);
        }
        guests.pair.awaitEstablished();
        assertEquals(200, as("operator", "POST", "/endpoints/" + plain.id() + "/try", null));
        assertEquals(200, as("cutter", "POST", "/endpoints/" + plain.id() + "/try", null));
        assertEquals(200, as("changer", "POST", "/endpoints/" + plain.id(), Map.of("name", "changed")));
        assertEquals(403, as("changer", "POST", "/endpoints/" + plain.id(), Map.of("target", "127.0.0.1:9")), "where it leads is its owner's");
        assertEquals(200, as("owner", "POST", "/endpoints/" + owned.id(), Map.of("name", "still mine")));
        String stream = cutBy("cutter", plain);
        assertEquals(404, as("cutter", "DELETE", "/streams/" + stream, null), "it is gone");
        cutBy("operator", owned);
        cutBy("owner", owned);
        var more = guests.endpoint(tokens.get("owner"), "inbound", "127.0.0.1:" + guests.echo.port());
        assertEquals(403, as("operator", "DELETE", "/endpoints/" + more.id(), null));
        assertEquals(204, as("owner", "DELETE", "/endpoints/" + more.id(), null));
    }

    private int as(String caller, String method, String path, @Nullable Map<String, ?> body) throws Exception {
        return guests.as(tokens.get(caller), method, path, body).statusCode();
    }

    /// A connection of its own is cut.
    ///
    /// @return the id of its stream
    private String cutBy(String caller, NodePair.Endpoint endpoint) throws Exception {
        try (var client = new Socket("127.0.0.1", endpoint.port())) {
            String mine = "127.0.0.1:" + client.getLocalPort();
            var found = new ArrayList<String>();
            Await.until("the connection is a stream", Duration.ofSeconds(20), () -> {
                // before it is open it may have no number of its own yet
                for (JsonNode stream : guests.local().get("/streams").path("streams"))
                    if (stream.path("client").asText().equals(mine) && stream.path("state").asText().equals("open")) found.add(stream.path("id").asText());
                return !found.isEmpty();
            });
            assertEquals(204, as(caller, "DELETE", "/streams/" + found.getFirst(), null), caller + " cuts a connection");
            client.setSoTimeout(20_000);
            try {
                assertEquals(-1, client.getInputStream().read());
            } catch (SocketException reset) {
                assertTrue(!String.valueOf(reset.getMessage()).isEmpty()); // cut off, either way
            }
            return found.getFirst();
        }
    }
}
