package org.nettunnel.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.admin.TestAdmin.Reply;
import org.nettunnel.admin.call.Refusal;
import org.nettunnel.api.admin.Operation;

/// What is asked wrongly, and what then comes back.
class RequestsTest {
    @TempDir
    Path data;
    private TestAdmin admin;
    private String root;

    @BeforeEach
    void open() throws Exception {
        admin = TestAdmin.open(data);
        root = admin.tokenOf("root");
    }

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void anUnknownRouteIs404AndAWrongMethodSaysWhichIsRight() throws Exception {
        for (String path : List.of("/", "/nothing", "/tunnels/a/b/c", "/tunnels//start", "/../status", "/status/", "/status;x=1", "/status%3bx", "/tunnels;/x")) {
            Reply reply = admin.ask("GET", path, root, "");
            assertTrue(reply.status() == 404 || reply.status() == 400, path + " " + reply.status());
        }
        Reply wrong = admin.ask("PUT", "/tunnels", root, "");
        assertEquals(405, wrong.status());
        assertEquals("GET, HEAD, POST, OPTIONS", wrong.headers().get("allow"));
    }

    @Test
    void everyErrorIsAProblemDocument() throws Exception {
        Reply reply = admin.ask("GET", "/status", "", "");
        assertEquals("application/problem+json", reply.headers().get("content-type"));
        assertEquals("no-store", reply.headers().get("cache-control"));
        assertEquals("nosniff", reply.headers().get("x-content-type-options"));
        assertEquals("Bearer", reply.headers().get("www-authenticate"));
        assertEquals("Unauthorized", reply.json().get("title").asText());
        assertEquals(401, reply.json().get("status").asInt());
        assertEquals("about:blank", reply.json().get("type").asText());
        assertEquals("/api/v1/status", reply.json().get("instance").asText());
        assertEquals(6, reply.json().size());
    }

    @Test
    void aMisspeltFieldIsToldWithItsPlaceAndTheNearestOne() throws Exception {
        Reply reply = admin.ask("POST", "/invites", root, "{\n  \"name\": \"a\",\n  \"adresses\": []\n}");
        assertEquals(400, reply.status());
        assertTrue(reply.detail().startsWith("unknown field 'adresses' at line 3, column "), reply.detail());
        assertTrue(reply.detail().endsWith("did you mean 'addresses'?"), reply.detail());
    }

    @Test
    void jsonIsReadWithoutMercy() throws Exception {
        for (String body : List.of("{", "[]", "\"x\"", "null", "{} {}", "{\"name\":1,\"addresses\":[]}", "{\"name\":\"a\",\"name\":\"b\"}",
                "{\"name\":\"a\",\"addresses\":\"h:1\"}", "{'name':'a'}", "{\"name\":\"a\",\"addresses\":[\"h:1\"],\"validSeconds\":1.5}",
                "[".repeat(5000))) {
            Reply reply = admin.ask("POST", "/invites", root, body);
            assertEquals(400, reply.status(), body);
            assertFalse(reply.body().contains("nettunnel."), reply.body());
            assertFalse(reply.body().contains("fasterxml"), reply.body());
        }
    }

    @Test
    void aBodyMustBeJsonShortAndExpected() throws Exception {
        String host = "Host: 127.0.0.1:1\r\nAuthorization: Bearer " + root + "\r\n";
        assertEquals(415, admin.raw("POST", Operation.PREFIX + "/invites", host + "Content-Type: text/plain\r\n", "{}").status());
        assertEquals(415, admin.raw("POST", Operation.PREFIX + "/invites", host, "{}").status());
        assertEquals(413, admin.ask("POST", "/invites", root, "{\"name\":\"" + "a".repeat(64 << 10) + "\"}").status());
        admin.engine.store.tunnel("office");
        assertEquals(400, admin.ask("POST", "/tunnels/office/start", root, "{}").status());
    }

    @Test
    void aSmallBodyThatIsRefusedUnreadLeavesTheConnectionUsableAndALargeOneEndsIt() throws Exception {
        String head = "POST /api/v1/invites HTTP/1.1\r\nHost: 127.0.0.1:1\r\nContent-Type: application/json\r\nContent-Length: ";
        for (String answer : admin.repeated(50, head + "15\r\n\r\n", "{\"name\":\"stolen")) {
            assertTrue(answer.startsWith("HTTP/1.1 401"), answer);
            assertFalse(answer.contains("Connection: close"), answer);
        }
        String large = admin.repeated(1, head + "1000000\r\n\r\n", "{").getFirst();
        assertTrue(large.startsWith("HTTP/1.1 401") && large.contains("Connection: close"), large);
        String asking = admin.repeated(1, head + "15\r\nExpect: 100-continue\r\n\r\n", "").getFirst();
        assertTrue(asking.startsWith("HTTP/1.1 401") && asking.contains("Connection: close"), asking);
    }

    @Test
    void pagesOfOthersAreKeptOut() throws Exception {
        String path = Operation.PREFIX + "/status";
        String token = "Authorization: Bearer " + root + "\r\n";
        String port = ":" + admin.address.getPort();
        assertEquals(403, admin.raw("GET", path, token + "Host: evil.test" + port + "\r\n", "").status());
        assertEquals(403, admin.raw("GET", path, token + "Host: 127.0.0.1.evil.test" + port + "\r\n", "").status());
        assertEquals(403, admin.raw("GET", path, token + "Host: localhost" + port + "\r\nOrigin: https://evil.test\r\n", "").status());
        assertEquals(403, admin.raw("GET", path, token + "Host: localhost" + port + "\r\nOrigin: null\r\n", "").status());
        for (String own : List.of("localhost", "127.0.0.1", "[::1]", "node.example", "machine.example", "LOCALHOST"))
            assertEquals(200, admin.raw("GET", path, token + "Host: " + own + port + "\r\n", "").status(), own);
        assertEquals(200, admin.raw("GET", path, token + "Host: localhost" + port + "\r\nOrigin: https://localhost" + port + "\r\n", "").status());
    }

    @Test
    void aNameNobodyToldTheNodeWorksFromAfarButNotInABrowser() throws Exception {
        var hosts = new KnownHosts(List::of);
        hosts.check(new Asked.Origins("outer.example:52845", null, false, false, List.of()));
        for (var page : List.of(new Asked.Origins("outer.example:52845", null, true, false, List.of()),
                new Asked.Origins("outer.example:52845", "https://outer.example:52845", false, false, List.of()),
                new Asked.Origins("", null, false, false, List.of())))
            assertThrows(Refusal.class, () -> hosts.check(page));
    }

    @Test
    void aNameThatTheNodeWasToldWorksInABrowser() throws Exception {
        String asked = "Authorization: Bearer " + root + "\r\nHost: vpn.example.org:52845\r\nSec-Fetch-Site: same-origin\r\n";
        Reply before = admin.raw("GET", Operation.PREFIX + "/status", asked, "");
        assertEquals(403, before.status());
        assertTrue(before.detail().endsWith("nettunnel settings set node.names=NAME"), before.detail());
        assertEquals(200, admin.ask("POST", "/settings", root, "{\"values\":{\"node.names\":\"office.example.org, vpn.example.org\"}}").status());
        assertEquals(200, admin.raw("GET", Operation.PREFIX + "/status", asked, "").status());
    }

    @Test
    void aChangeThatCannotBeWrittenIsToldAsSuch() throws Exception {
        admin.engine.store.broken = Optional.of(new IOException("no space left on device"));
        admin.engine.store.tunnel("office");
        Reply reply = admin.ask("POST", "/tunnels/office/stop", root, "");
        assertEquals(507, reply.status());
        assertTrue(reply.detail().startsWith("nothing was changed"), reply.detail());
    }

    @Test
    void anAbsentEngineIsToldAsSuch() throws Exception {
        admin.engine.running = false;
        Reply reply = admin.ask("GET", "/status", root, "");
        assertEquals(503, reply.status());
        assertTrue(reply.detail().contains("not running"), reply.detail());
    }
}
