package org.nettunnel.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.admin.TestAdmin.Reply;
import org.nettunnel.admin.sessions.Sessions;
import org.nettunnel.api.admin.Operation;
import org.nettunnel.api.node.Accounts.Role;
import org.nettunnel.api.node.Accounts.User;
import org.nettunnel.api.node.Grants;
import org.nettunnel.api.node.Quota;
import org.nettunnel.fakes.FakeAccounts;

/// A browser that is logged in by cookie, and pages of others that would use it.
class BrowserTest {
    @TempDir
    Path data;
    private TestAdmin admin;
    private String host;
    private String cookie;
    private String csrf;

    @BeforeEach
    void open() throws Exception {
        admin = TestAdmin.open(data);
        host = "Host: 127.0.0.1:" + admin.address.getPort() + "\r\n";
        Reply login = logIn();
        String set = login.headers().get("set-cookie");
        assertTrue(set.matches("__Host-nettunnel=[\\w-]{43}; Path=/; Secure; HttpOnly; SameSite=Strict"), set);
        assertEquals("", login.json().get("token").asText());
        cookie = set.substring(0, set.indexOf(';'));
        csrf = login.json().get("csrf").asText();
    }

    @AfterEach
    void close() {
        admin.close();
    }

    private Reply logIn() throws Exception {
        return ask("POST", "/login", "", "{\"user\":\"root\",\"password\":\"" + FakeAccounts.PASSWORD + "\",\"cookie\":true}");
    }

    private Reply ask(String method, String path, String headers, String body) throws Exception {
        return admin.raw(method, Operation.PREFIX + path, host + (body.isEmpty() ? "" : "Content-Type: application/json\r\n") + headers, body);
    }

    private String mine() {
        return "Cookie: other=1; " + cookie + "\r\n";
    }

    private String guarded() {
        return mine() + "X-NetTunnel-CSRF: " + csrf + "\r\n";
    }

    @Test
    void aPageOfTheNodeLooksAndChanges() throws Exception {
        admin.engine.store.tunnel("office");
        assertEquals(csrf, ask("GET", "/session", mine(), "").json().get("csrf").asText());
        assertEquals("root", ask("GET", "/session", mine(), "").json().get("user").asText());
        assertEquals(200, ask("POST", "/tunnels/office/stop", guarded(), "").status());
        Reply out = ask("POST", "/logout", guarded(), "");
        assertTrue(out.headers().get("set-cookie").contains("Max-Age=0"), out.toString());
        assertEquals(401, ask("GET", "/session", mine(), "").status());
    }

    @Test
    void whatAForeignPageMakesABrowserSendChangesNothing() throws Exception {
        admin.engine.store.tunnel("office");
        for (String forged : new String[] {mine(), mine() + "X-NetTunnel-CSRF: \r\n", mine() + "X-NetTunnel-CSRF: " + "x".repeat(43) + "\r\n",
                guarded() + "Origin: https://evil.test\r\n", guarded() + "Origin: null\r\n"})
            assertEquals(403, ask("POST", "/tunnels/office/stop", forged, "").status(), forged);
        String form = host + mine() + "Content-Type: application/x-www-form-urlencoded\r\n";
        assertEquals(403, admin.raw("POST", Operation.PREFIX + "/invites", form, "name=a").status());
        assertEquals(415, admin.raw("POST", Operation.PREFIX + "/invites", form + "X-NetTunnel-CSRF: " + csrf + "\r\n", "name=a").status());
        assertEquals("established", ask("GET", "/tunnels/office", mine(), "").json().get("status").asText());
        Reply preflight = ask("OPTIONS", "/tunnels/office/stop", "Origin: https://evil.test\r\nAccess-Control-Request-Method: POST\r\n", "");
        assertEquals(403, preflight.status());
        assertFalse(preflight.headers().keySet().stream().anyMatch(name -> name.startsWith("access-control")));
    }

    @Test
    void loggingOutEverywhereEndsEverySessionOfOneUserOnly() throws Exception {
        String other = admin.tokenOf("root");
        String leaver = admin.tokenOf("leaver");
        assertEquals(204, ask("POST", "/logout-everywhere", guarded(), "").status());
        assertEquals(401, admin.ask("GET", "/session", other, "").status());
        assertEquals(401, ask("GET", "/session", mine(), "").status());
        assertEquals(200, admin.ask("GET", "/session", leaver, "").status());
    }

    @Test
    void aUserWhoWasDisabledIsOutForGood() throws Exception {
        User root = admin.engine.accounts.users.getFirst();
        admin.engine.accounts.users.set(0, new User("root", Role.ADMINISTRATOR, true, Grants.NONE, Quota.NONE));
        assertEquals(401, ask("GET", "/session", mine(), "").status());
        admin.engine.accounts.users.set(0, root);
        assertEquals(401, ask("GET", "/session", mine(), "").status());
    }

    @Test
    void aSessionByCookieIsOverWhenIdle() throws Exception {
        admin.now.updateAndGet(time -> time.plus(Sessions.IDLE));
        assertEquals(401, ask("GET", "/session", mine(), "").status());
        assertEquals(401, ask("POST", "/logout", guarded(), "").status());
    }
}
