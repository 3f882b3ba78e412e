package org.nettunnel.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.admin.TestAdmin.Reply;
import org.nettunnel.admin.call.Given;
import org.nettunnel.admin.call.Pages;
import org.nettunnel.admin.call.Refusal;
import org.nettunnel.api.admin.Operation;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.StreamState;

import com.fasterxml.jackson.databind.JsonNode;

/// Lists that come in pages, parameters, versions, and how often one may ask.
class ListsTest {
    private static final List<String> ALL = IntStream.range(0, 450).mapToObj(i -> "id" + i).toList();
    @TempDir
    Path data;

    private static Pages.Page<String> page(List<String> all, Map<String, String> query) throws Refusal {
        return Pages.cut(all, new Given("", query, null, null), one -> one, one -> one);
    }

    private static Map<String, String> after(Pages.Page<String> page) {
        return Map.of("cursor", String.valueOf(page.next()));
    }

    @Test
    void pagesFollowEachOtherToTheEnd() throws Exception {
        var first = page(ALL, Map.of());
        assertEquals(ALL.subList(0, 200), first.items());
        var second = page(ALL, after(first));
        assertEquals(ALL.subList(200, 400), second.items());
        var last = page(ALL, after(second));
        assertEquals(ALL.subList(400, 450), last.items());
        assertNull(last.next());
        assertEquals(450, page(ALL, Map.of("limit", "1000")).items().size());
        assertNull(page(List.of(), Map.of()).next());
    }

    @Test
    void whatComesAndGoesMeanwhileDoublesAndHidesNothingElse() throws Exception {
        var first = page(ALL, Map.of("limit", "10"));
        var grown = new ArrayList<>(ALL);
        grown.addFirst("new");
        assertEquals("id10", page(grown, after(first)).items().getFirst());
        var shrunk = new ArrayList<>(ALL);
        shrunk.remove("id9");
        assertEquals("id10", page(shrunk, after(first)).items().getFirst());
        assertEquals(List.of(), page(List.of(), after(first)).items());
    }

    @Test
    void filtersWithoutRegardToCase() throws Exception {
        assertEquals(11, page(ALL, Map.of("filter", "ID44")).items().size());
    }

    @Test
    void refusesWhatIsNoPage() {
        for (var wrong : List.of(Map.of("limit", "0"), Map.of("limit", "1001"), Map.of("limit", "-1"), Map.of("cursor", "x"), Map.of("cursor", ""), Map.of("cursor", "MDph")))
            assertThrows(Refusal.class, () -> page(ALL, wrong), wrong.toString());
    }

    @Test
    void aParameterThatNobodyAskedForIsRefused() throws Exception {
        try (var admin = TestAdmin.open(data)) {
            admin.engine.store.tunnel("office");
            admin.engine.store.tunnel("attic");
            String token = admin.localToken();
            assertEquals(1, admin.ask("GET", "/tunnels?filter=OFF", token, "").json().get("tunnels").size());
            var page = admin.ask("GET", "/tunnels?limit=1", token, "").json();
            assertEquals("attic", page.at("/tunnels/0/name").asText());
            assertEquals("office", admin.ask("GET", "/tunnels?limit=1&cursor=" + page.get("next").asText(), token, "").json().at("/tunnels/0/name").asText());
            for (String wrong : List.of("/tunnels?colour=red", "/tunnels?limit=ten", "/tunnels?limit=1&limit=2", "/status?limit=1", "/tunnels/office?x", "/tunnels?limit=1001"))
                assertEquals(400, admin.ask("GET", wrong, token, "").status(), wrong);
            Reply head = admin.ask("HEAD", "/tunnels", token, "");
            assertEquals("200 ", head.status() + " " + head.body());
            Reply options = admin.ask("OPTIONS", "/tunnels/x/start", "", "");
            assertEquals("204 POST, OPTIONS", options.status() + " " + options.headers().get("allow"));
        }
    }

    @Test
    void streamsAreFoundAndSortedAtTheNodeOfWhichOnePageIsShown() throws Exception {
        try (var admin = TestAdmin.open(data)) {
            var office = admin.engine.store.tunnel("office");
            var web = EndpointId.random();
            for (int i = 0; i < 30; i++)
                admin.engine.tunnels.streams.add(new StreamState("s" + i, office.id(), i % 3 == 0 ? web : EndpointId.random(), i % 2 == 0, "10.0.0." + i + ":5000", "", "open", Instant.EPOCH.plusSeconds(i), i * 7 % 30, 1));
            String token = admin.localToken();
            var newest = admin.ask("GET", "/streams?limit=4&sort=-since", token, "").json();
            assertEquals("[\"s29\",\"s28\",\"s27\",\"s26\"] 30", ids(newest) + " " + newest.get("found"));
            var next = admin.ask("GET", "/streams?limit=4&sort=-since&cursor=" + newest.get("next").asText(), token, "").json();
            assertEquals("[\"s25\",\"s24\",\"s23\",\"s22\"]", ids(next));
            var most = admin.ask("GET", "/streams?limit=2&sort=-received", token, "").json();
            assertEquals("29", most.at("/streams/0/receivedBytes").asText());
            var ofWeb = admin.ask("GET", "/streams?limit=3&endpoint=" + web, token, "").json();
            assertEquals("[\"s0\",\"s3\",\"s6\"] 10", ids(ofWeb) + " " + ofWeb.get("found"));
            var found = admin.ask("GET", "/streams?filter=10.0.0.7:&sort=client", token, "").json();
            assertEquals("[\"s7\"] 1", ids(found) + " " + found.get("found"));
            assertEquals(400, admin.ask("GET", "/streams?sort=colour", token, "").status());
        }
    }

    private static String ids(JsonNode page) {
        return "[" + String.join(",", page.get("streams").findValuesAsText("id").stream().map(id -> '"' + id + '"').toList()) + "]";
    }

    @Test
    void ofTwoWhoChangeTheSameVersionTheSecondIsToldWhatWasChanged() throws Exception {
        try (var admin = TestAdmin.open(data)) {
            admin.engine.store.tunnel("office");
            String token = admin.localToken();
            String tag = admin.ask("GET", "/tunnels/office", token, "").headers().get("etag");
            String path = Operation.PREFIX + "/tunnels/office";
            String headers = "Host: 127.0.0.1:" + admin.address.getPort() + "\r\nAuthorization: Bearer " + token + "\r\nContent-Type: application/json\r\nIf-Match: ";
            assertEquals(200, admin.raw("POST", path, headers + tag + "\r\n", "{\"outage\":{\"graceSeconds\":60}}").status());
            Reply second = admin.raw("POST", path, headers + tag + "\r\n", "{\"outage\":{\"graceSeconds\":90}}");
            assertEquals(412, second.status());
            assertTrue(second.detail().contains("(outage)"), second.detail());
            assertEquals(60, admin.ask("GET", "/tunnels/office", token, "").json().at("/outage/graceSeconds").asInt());
            String next = second.headers().get("etag");
            assertEquals(next, admin.ask("GET", "/tunnels/office", token, "").headers().get("etag"));
            assertEquals(200, admin.raw("POST", path, headers + "\"old\", " + next + "\r\n", "{\"outage\":{\"graceSeconds\":90}}").status());
            assertEquals(412, admin.raw("DELETE", path, headers.replace("Content-Type: application/json\r\n", "") + tag + "\r\n", "").status());
            assertEquals(200, admin.ask("POST", "/tunnels/office", token, "{\"outage\":{\"graceSeconds\":30}}").status());
        }
    }

    @Test
    void oneAddressMayAskOnlySoOftenButNotTheMachinesOwnCommands() throws Exception {
        try (var admin = TestAdmin.open(data)) {
            admin.rested.set(false);
            for (int i = 0; i < CallRate.BURST; i++) assertEquals(401, admin.ask("GET", "/status", "", "").status());
            Reply refused = admin.ask("GET", "/status", "", "");
            assertEquals("429 1", refused.status() + " " + refused.headers().get("retry-after"));
            assertEquals(200, admin.ask("GET", "/status", admin.localToken(), "").status());
        }
    }
}
