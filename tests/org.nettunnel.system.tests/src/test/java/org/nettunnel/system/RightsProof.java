package org.nettunnel.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nettunnel.system.GuestsFixture.PASSWORD;
import static org.nettunnel.system.GuestsFixture.UNKNOWN;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Who may call what of a running node: each operation that its API describes, as each kind of caller.
@Timeout(300)
class RightsProof {
    private static final Set<String> ACCESSES = Set.of("anyone", "user", "see", "operate", "change", "administrator");
    /// What ends the node or the session that asks.
    private static final Set<String> FINAL = Set.of("/restart", "/logout", "/logout-everywhere");
    /// What makes a way in, and so is not for tokens.
    private static final Set<String> WAYS_IN = Set.of("/users", "/users/{id}", "/users/{id}/invite", "/users/{id}/logout", "/tokens", "/tokens/{id}", "/password",
            "/backup", "/restore", "/import", "/tunnels/{id}/peer", "/logout", "/logout-everywhere", "/users/{id}/tokens/revoke", "/bundles/sites", "/settings");
    private static final List<String> LISTS = List.of("tunnels", "endpoints", "streams");
    private GuestsFixture guests;
    private int asked;

    @BeforeEach
    void useTheGuests() throws Exception {
        guests = GuestsFixture.shared();
    }

    private record Row(String method, String path, String access, boolean hasBody) {
        boolean isAboutAnObject() {
            return List.of("see", "operate", "change").contains(access);
        }

        boolean isOpen() {
            return access.equals("anyone");
        }

        boolean isOfAdministrators() {
            return access.equals("administrator");
        }
    }

    private List<Row> rows() throws IOException, InterruptedException {
        List<Row> rows = new ArrayList<>();
        JsonNode paths = guests.local().get("/openapi.json").path("paths");
        paths.properties().forEach(path -> path.getValue().properties().forEach(operation -> rows.add(new Row(operation.getKey().toUpperCase(),
                path.getKey(), operation.getValue().path("x-nettunnel-access").asText(), operation.getValue().has("requestBody")))));
        for (Row row : rows) assertTrue(ACCESSES.contains(row.access()), row.toString());
        assertTrue(rows.size() > 50 && rows.stream().filter(Row::isOpen).count() == 3, rows.toString());
        return rows;
    }

    private int status(String token, Row row, String id) throws IOException, InterruptedException {
        return status(token.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + token), row, id);
    }

    private int status(Map<String, String> headers, Row row, String id) throws IOException, InterruptedException {
        asked++;
        return guests.status(row.method(), row.path().replace("{id}", id), row.hasBody() ? Map.of() : null, headers);
    }

    @Test
    void whoIsNobodyMayNothing() throws Exception {
        for (Row row : rows())
            for (String nobody : List.of("", "x".repeat(43), "ntp_" + "x".repeat(43))) {
                int status = status(nobody, row, UNKNOWN);
                assertTrue(row.isOpen() ? status == 400 : status == 401, status + " for '" + nobody + "' " + row);
            }
        Figures.keep(asked + " calls by nobody refused");
    }

    @Test
    void whoIsLimitedMayWhatHeWasGrantedAndTheRestIsNotThere() throws Exception {
        for (String limited : List.of(guests.guest(), guests.login("stranger", PASSWORD)))
            for (Row row : rows()) {
                if (row.isOfAdministrators()) assertEquals(403, status(limited, row, UNKNOWN), row + " by a limited user");
                if (!row.isAboutAnObject()) continue;
                String foreign = row.path().startsWith("/tunnels") ? guests.foreignTunnel : row.path().startsWith("/endpoints") ? guests.foreignEndpoint : UNKNOWN;
                for (String id : List.of(UNKNOWN, foreign, "foreign")) assertEquals(404, status(limited, row, id), row + " of " + id);
            }
        String stranger = guests.login("stranger", PASSWORD);
        String guest = guests.guest();
        for (String kind : LISTS) assertEquals(0, guests.tree(guests.as(stranger, "GET", "/" + kind, null)).path(kind).size(), kind);
        assertEquals(0, guests.tree(guests.as(stranger, "GET", "/status", null)).path("tunnels").size());
        JsonNode seen = guests.tree(guests.as(guest, "GET", "/tunnels", null)).path("tunnels");
        assertEquals("pair", seen.path(0).path("name").asText());
        assertEquals(1, seen.size());
        for (Row row : rows())
            if (row.path().startsWith("/tunnels/{id}") && List.of("operate", "change").contains(row.access()))
                assertEquals(403, status(guest, row, "pair"), row + " of what he only sees");
        Figures.keep(asked + " calls of limited users refused");
    }

    @Test
    void anAdministratorMayAllAndHisReadingTokenMayLook() throws Exception {
        String root = guests.root();
        String reader = guests.token(root, "read");
        for (Row row : rows()) {
            if (row.isOpen() || FINAL.contains(row.path())) continue;
            for (String token : List.of(root, reader)) {
                if (token.equals(reader) && !row.method().equals("GET")) continue;
                int status = status(token, row, UNKNOWN);
                assertTrue(status == 200 || status == 204 || status == 400 || status == 404 || status == 409, status + " " + row);
            }
            if (!row.method().equals("GET")) assertEquals(403, status(reader, row, UNKNOWN), row + " by a token for reading");
        }
    }

    @Test
    void aTokenMayWhatItsScopesSayAndNeverMoreThanItsUser() throws Exception {
        String root = guests.root();
        Map<String, String> tokens = new HashMap<>();
        for (String scope : List.of("read", "operate", "configure", "administer", "metrics")) tokens.put(scope, guests.token(root, scope));
        String guests = this.guests.token(this.guests.guest(), "administer");
        for (Row row : rows()) {
            if (row.isOpen()) continue;
            assertEquals(403, status(tokens.get("metrics"), row, UNKNOWN), row + " by a token for metrics");
            if (!row.method().equals("GET") && WAYS_IN.contains(row.path()))
                assertEquals(403, status(tokens.get("administer"), row, UNKNOWN), row + " by a token that may administer");
            if (row.isOfAdministrators()) assertEquals(403, status(guests, row, UNKNOWN), row + " by a limited user's token");
        }
        for (String token : tokens.values()) {
            assertEquals(403, this.guests.as(token, "POST", "/tokens", Map.of("name", "more", "scopes", List.of("read"), "expires", Instant.now().plusSeconds(60).toString())).statusCode());
            assertEquals(403, this.guests.as(token, "POST", "/password", Map.of("old", "x", "wanted", PASSWORD)).statusCode());
        }
        assertEquals(200, this.guests.as(tokens.get("read"), "GET", "/tunnels", null).statusCode());
        assertEquals(403, this.guests.as(tokens.get("read"), "POST", "/tunnels/foreign/stop", null).statusCode());
        assertEquals(200, this.guests.as(tokens.get("operate"), "POST", "/tunnels/foreign/stop", null).statusCode());
        assertEquals(200, this.guests.local().as(tokens.get("metrics")).at("/metrics").statusCode());
        assertEquals(403, this.guests.local().as(guests).at("/metrics").statusCode());
    }

    @Test
    void aBrowsersCookieAloneChangesNothing() throws Exception {
        var login = guests.local().bare("POST", "/login", Map.of("user", "root", "password", "correct horse battery staple", "cookie", true), Map.of());
        String set = login.headers().firstValue("Set-Cookie").orElseThrow();
        assertTrue(set.startsWith("__Host-nettunnel=") && set.contains("Secure") && set.contains("HttpOnly") && set.contains("SameSite=Strict"), "the cookie is guarded");
        String cookie = set.substring(0, set.indexOf(';'));
        for (Row row : rows()) {
            if (row.isOpen()) continue;
            if (row.method().equals("GET")) {
                int status = status(Map.of("Cookie", cookie), row, UNKNOWN);
                assertTrue(status == 200 || status == 400 || status == 404, status + " " + row);
                continue;
            }
            assertEquals(403, status(Map.of("Cookie", cookie), row, UNKNOWN), row + " without the header");
            assertEquals(403, status(Map.of("Cookie", cookie, "X-NetTunnel-CSRF", "x".repeat(43)), row, UNKNOWN), row + " with a made-up header");
        }
        assertEquals(401, guests.status("GET", "/tunnels", null, Map.of("Cookie", "__Host-nettunnel=" + "x".repeat(43))));
        Figures.keep(asked + " calls by cookie");
    }
}
