package org.nettunnel.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nettunnel.system.GuestsFixture.PASSWORD;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.system.process.Api;

/// What a page of somebody else, a guesser and a scanner send to a running node.
@Timeout(300)
class ForgedRequestsProof {
    private static final int GUESSES = Scale.of(300, 1_000);
    private GuestsFixture guests;
    private String host;

    @BeforeEach
    void useTheGuests() throws Exception {
        guests = GuestsFixture.shared();
        host = "127.0.0.1:" + guests.pair.outer().port();
    }

    /// @param headers each with its line end
    private String ask(String method, String path, String headers, String body) throws IOException {
        return guests.local().raw(guests.address(), method + " " + path + " HTTP/1.1\r\n" + headers + "Connection: close\r\n"
                + (body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n") + "\r\n" + body);
    }

    private static int status(String answer) {
        return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
    }

    @Test
    void aFormOfAnotherPageChangesNothingThoughTheBrowserAddsItsCookie() throws Exception {
        var login = guests.local().bare("POST", "/login", Map.of("user", "root", "password", "correct horse battery staple", "cookie", true), Map.of());
        String set = login.headers().firstValue("Set-Cookie").orElseThrow();
        String mine = "Host: " + host + "\r\nCookie: " + set.substring(0, set.indexOf(';')) + "\r\n";
        String stop = "/api/v1/tunnels/" + guests.foreignTunnel + "/stop";
        for (String evil : List.of("Origin: https://evil.test\r\n", "Origin: null\r\n", "Origin: http://" + host + "\r\n", "Sec-Fetch-Site: cross-site\r\n", ""))
            for (String type : List.of("application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x", "application/json"))
                for (String path : List.of(stop, "/api/v1/invites", "/api/v1/users", "/api/v1/logout-everywhere")) {
                    String answer = ask("POST", path, mine + evil + "Content-Type: " + type + "\r\n", "{\"name\":\"evil\"}");
                    assertEquals(403, status(answer), evil + type + " " + path + "\n" + answer);
                    assertFalse(answer.toLowerCase(Locale.ROOT).contains("access-control-"), answer);
                }
        String preflight = ask("OPTIONS", stop, "Host: " + host + "\r\nOrigin: https://evil.test\r\nAccess-Control-Request-Method: POST\r\n", "");
        assertFalse(preflight.toLowerCase(Locale.ROOT).contains("access-control-"), preflight);
        String forged = ask("POST", "/api/v1/login", "Host: " + host + "\r\nOrigin: https://evil.test\r\nContent-Type: application/json\r\n", "{\"user\":\"guest\",\"password\":\"" + PASSWORD + "\"}");
        assertEquals(403, status(forged), "no other page logs anybody in");
        assertEquals(200, status(ask("GET", "/api/v1/session", mine, "")), "the session is still there");
        assertTrue(guests.local().get("/tunnels/" + guests.foreignTunnel).path("status").asText().length() > 0);
    }

    @Test
    void aNameThatWasMadeToPointHereIsNotAnswered() throws Exception {
        String token = "Authorization: Bearer " + guests.root() + "\r\n";
        for (String name : List.of("evil.test", "evil.test:" + guests.pair.outer().port(), "127.0.0.1.evil.test", "localhost.evil.test", "127.1", "0x7f.0.0.1", "2130706433", "[evil]"))
            for (String path : List.of("/api/v1/status", "/api/v1/openapi.json", "/metrics")) {
                int status = status(ask("GET", path, "Host: " + name + "\r\n" + token, ""));
                assertTrue(status == 403 || status == 400, status + " for " + name + path);
            }
        assertEquals(200, status(ask("GET", "/api/v1/status", "Host: " + host + "\r\n" + token, "")));
        assertEquals(200, status(ask("GET", "/api/v1/status", "Host: localhost:1\r\n" + token, "")));
    }

    @Test
    void noPathLeadsOutOfWhatIsServed() throws Exception {
        List<String> steps = List.of("..", "%2e%2e", "%2E.", ".%2e", "..;", "..%00", "%252e%252e", "..%c0%af", "....", ".%00.", "%uff0e%uff0e");
        List<String> paths = new ArrayList<>();
        for (String step : steps)
            for (String separator : List.of("/", "%2f", "\\", "%5c", "//"))
                for (String start : List.of("/", "/api/v1/", "/js/", "/metrics/").subList(0, Scale.of(2, 4))) paths.add(start + (step + separator).repeat(6) + "etc/passwd");
        for (String inside : List.of("/api/v1/../../etc/passwd", "/api/v1/./status", "/api/v1//status", "/api/v1/status/", "/api//v1/status", "/API/v1/status", "/api/v1/status;x=1",
                "/api/v1/%73tatus/", "/api/v1/tunnels/%2e%2e/status", "/api/v1/users/..%2f..%2fstatus", "/js/../api/v1/status", "/.git/config", "/WEB-INF/web.xml", "/local-admin.json"))
            paths.add(inside);
        String token = "Host: " + host + "\r\nAuthorization: Bearer " + guests.root() + "\r\n";
        for (String path : paths) {
            String answer = ask("GET", path, token, "");
            assertTrue(List.of(400, 403, 404).contains(status(answer)), path + "\n" + answer);
            assertFalse(answer.contains("root:") || answer.contains("identity") || answer.contains("\tat "), path + "\n" + answer);
        }
        for (String unknown : List.of("/api/v1/nothing", "/api/v1/tunnels/a/b/c", "/api/v2/status", "/api", "/actuator", "/metrics/x"))
            for (String method : List.of("GET", "POST", "DELETE")) {
                int status = status(ask(method, unknown, token, ""));
                assertTrue(status == 404 || status == 405, status + " " + method + " " + unknown);
            }
        Figures.keep(paths.size() + " paths lead nowhere");
    }

    @Test
    void whoGuessesIsSlowedDownAndTheRightUserElsewhereGetsIn() throws Exception {
        int checked = 0;
        try (Api guesser = guests.local().from("127.9.9.9").as("")) {
            for (int i = 0; i < GUESSES; i++)
                if (guesser.call("POST", "/login", Map.of("user", "guest", "password", "guess number " + i)).statusCode() == 401) checked++;
        }
        assertTrue(checked > 0 && checked < 30, checked + " guesses were checked");
        guests.guest();
        Figures.keep(checked + " of " + GUESSES + " guesses checked");
    }
}
