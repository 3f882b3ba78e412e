package org.nettunnel.admin;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.api.tunnel.StreamState;
import org.nettunnel.api.node.Tokens.Scope;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.fakes.FakeAccounts;
import org.nettunnel.fakes.FakeNode;
import org.nettunnel.fakes.FakeRights;

/// Users, invites, passwords and tokens over the API.
class UsersTest {
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

    private TestAdmin.Reply ok(String method, String path, String token, String body) throws Exception {
        var reply = admin.ask(method, path, token, body);
        assertTrue(reply.status() == 200 || reply.status() == 204, reply.toString());
        return reply;
    }

    private String refusal(int status, String method, String path, String body) throws Exception {
        var reply = admin.ask(method, path, root, body);
        assertEquals(status, reply.status(), reply.toString());
        return reply.detail();
    }

    @Test
    void aUserIsMadeWithGrantsAndShownWithoutAnyHash() throws Exception {
        TunnelConfig tunnel = admin.engine.store.tunnel("office");
        String body = "{\"name\":\"anna\",\"role\":\"limited\",\"grants\":{\"tunnels\":[{\"tunnel\":\"office\",\"acts\":[\"see\",\"endpoints\"],\"ports\":[\"9000-9010\"],"
                + "\"targets\":[\"10.0.0.0/8:80\"]}]},\"quota\":{\"endpoints\":5}}";
        var made = ok("POST", "/users", root, body).json();
        assertEquals(tunnel.id().toString(), made.path("grants").path("tunnels").path(0).path("tunnel").asText(), "by its name, kept by its id");
        assertEquals("127.0.0.1", made.path("grants").path("tunnels").path(0).path("binds").path(0).asText());
        assertEquals(5, made.path("quota").path("endpoints").asInt());
        assertTrue(made.path("quota").path("connections").isNull());
        String list = ok("GET", "/users", root, "").body();
        assertFalse(list.contains("argon") || list.contains("hash") || list.contains("assword\":\""), list);
        assertEquals("anna", ok("GET", "/users?limit=1", root, "").json().path("users").path(0).path("name").asText());
        assertEquals(made, ok("GET", "/users/anna", root, "").json());
        assertEquals(409, admin.ask("POST", "/users", root, body).status());
    }

    @Test
    void whatNoGrantCanBeIsSaidWithItsValue() throws Exception {
        String user = "{\"name\":\"anna\",\"role\":\"limited\",\"grants\":{\"tunnels\":[{\"tunnel\":\"*\",%s}]}}";
        for (var wrong : List.of(List.of("\"acts\":[\"own\"]", "'own'"), List.of("\"acts\":[]", "acts"), List.of("\"acts\":[\"see\"],\"ports\":[\"9-8\"]", "9-8"),
                List.of("\"acts\":[\"see\"],\"targets\":[\"0x7f.1:80\"]", "0x7f.1"), List.of("\"acts\":[\"see\"],\"binds\":[\"a b\"]", "a b"))) {
            String detail = refusal(400, "POST", "/users", user.formatted(wrong.getFirst()));
            assertTrue(detail.contains(wrong.getLast()), detail);
        }
        assertTrue(refusal(400, "POST", "/users", "{\"name\":\"anna\",\"role\":\"boss\"}").contains("'boss'"));
        assertTrue(refusal(400, "POST", "/users", "{\"name\":\"anna\",\"role\":\"limited\",\"quota\":{\"endpoints\":-1}}").contains("-1"));
        refusal(404, "GET", "/users/nobody", "");
    }

    @Test
    void whoIsDisabledOrAnotherIsLoggedOut() throws Exception {
        for (String change : List.of("{\"disabled\":true}", "{\"role\":\"administrator\"}")) {
            String guest = admin.tokenOf("guest");
            ok("GET", "/tunnels", guest, "");
            ok("POST", "/users/guest", root, change);
            assertEquals(401, admin.ask("GET", "/tunnels", guest, "").status(), change);
            ok("POST", "/users/guest", root, "{\"disabled\":false,\"role\":\"limited\"}");
        }
        String guest = admin.tokenOf("guest");
        ok("POST", "/users/guest/logout", root, "");
        assertEquals(401, admin.ask("GET", "/tunnels", guest, "").status());
        refusal(400, "POST", "/users/guest", "{}");
        ok("DELETE", "/users/guest", root, "");
        refusal(404, "POST", "/users/guest/logout", "");
    }

    @Test
    void anInviteIsUsedOnceByAnybody() throws Exception {
        var invite = ok("POST", "/users/guest/invite?validSeconds=60", root, "").json();
        assertEquals("/#/join?code=" + invite.path("text").asText(), invite.path("link").asText());
        String guest = admin.tokenOf("guest");
        String join = "{\"code\":\"" + invite.path("text").asText() + "\",\"password\":\"a new passphrase\"}";
        assertEquals("guest", ok("POST", "/join", "", join).json().path("name").asText());
        assertEquals(401, admin.ask("GET", "/tunnels", guest, "").status(), "sessions of before are over");
        assertEquals(403, admin.ask("POST", "/join", "", join).status());
        refusal(400, "POST", "/users/guest/invite?validSeconds=0", "");
    }

    @Test
    void aPasswordIsChangedByWhoKnowsItAndEndsAllSessions() throws Exception {
        String other = admin.tokenOf("root");
        assertEquals(403, admin.ask("POST", "/password", root, "{\"old\":\"wrong\",\"wanted\":\"a new passphrase\"}").status());
        ok("GET", "/tunnels", other, "");
        ok("POST", "/password", root, "{\"old\":\"" + FakeAccounts.PASSWORD + "\",\"wanted\":\"a new passphrase\"}");
        for (String session : List.of(root, other)) assertEquals(401, admin.ask("GET", "/tunnels", session, "").status());
    }

    @Test
    void aLoginWhoseCheckBeganBeforeAllSessionsEndedIsNone() throws Exception {
        String login = "{\"user\":\"guest\",\"password\":\"" + FakeAccounts.PASSWORD + "\"}";
        admin.engine.accounts.checking = () -> {
            admin.engine.accounts.checking = () -> {};
            assertDoesNotThrow(() -> ok("POST", "/users/guest/logout", root, ""));
        };
        var late = admin.ask("POST", "/login", "", login);
        assertEquals(401, late.status(), late.body());
        assertTrue(late.detail().contains("log in again"), late.detail());
        ok("POST", "/login", "", login);
        admin.engine.accounts.checking = () -> assertDoesNotThrow(() -> ok("POST", "/users/leaver/logout", root, ""));
        ok("POST", "/login", "", login);
    }

    @Test
    void whoIsLoggedInIsToldWhatHeMayAndHas() throws Exception {
        TunnelConfig tunnel = admin.engine.store.tunnel("office");
        var his = admin.engine.store.endpoint(tunnel, "his");
        var foreign = admin.engine.store.endpoint(tunnel, "foreign");
        admin.engine.rights = new FakeRights(Map.of(his.id(), "guest"));
        ok("POST", "/users/guest", root, "{\"grants\":{\"tunnels\":[{\"tunnel\":\"office\",\"acts\":[\"see\"]}]},\"quota\":{\"connections\":5}}");
        String guest = admin.tokenOf("guest");
        var session = ok("GET", "/session", guest, "").json();
        assertEquals("guest limited", session.path("user").asText() + " " + session.path("role").asText());
        assertEquals(tunnel.id().toString(), session.path("grants").path("tunnels").path(0).path("tunnel").asText());
        assertEquals(5, session.path("quota").path("connections").asInt());
        assertTrue(session.path("quota").path("endpoints").isNull());
        assertEquals("{\"endpoints\":1,\"connections\":3}", session.path("used").toString());
        assertEquals("guest", ok("GET", "/endpoints/" + his.id(), guest, "").json().path("owner").asText());
        assertTrue(ok("GET", "/endpoints/" + foreign.id(), guest, "").json().path("owner").isNull());
        assertEquals(0, ok("GET", "/session", root, "").json().path("grants").path("tunnels").size());
    }

    @Test
    void aDiagnosisTellsOfTheStreamsThatTheCallerSees() throws Exception {
        TunnelConfig tunnel = admin.engine.store.tunnel("office");
        var his = admin.engine.store.endpoint(tunnel, "his");
        var foreign = admin.engine.store.endpoint(tunnel, "foreign");
        admin.engine.rights = new FakeRights(Map.of(his.id(), "guest"), Set.of(foreign.id()));
        admin.engine.tunnels.streams.add(new StreamState("7", tunnel.id(), foreign.id(), false, "", "10.6.6.6:80", "dialling", FakeNode.EPOCH, 0, 0));
        admin.engine.tunnels.streams.add(new StreamState("8", tunnel.id(), his.id(), true, "127.0.0.1:5000", "", "open", FakeNode.EPOCH, 0, 0));
        assertTrue(ok("GET", "/tunnels/office/diagnosis", root, "").json().path("verdict").asText().startsWith("1 of 2 streams"));
        assertEquals("Nothing holds it up: nothing was said in this time.", ok("GET", "/tunnels/office/diagnosis", admin.tokenOf("guest"), "").json().path("verdict").asText());
    }

    @Test
    void aTokenIsShownOnceAndListedWithoutItsText() throws Exception {
        String expires = FakeNode.EPOCH.plusSeconds(3600).toString();
        var issued = ok("POST", "/tokens", root, "{\"name\":\"ci\",\"scopes\":[\"read\"],\"expires\":\"" + expires + "\"}").json();
        String text = issued.path("text").asText();
        assertTrue(text.startsWith("ntp_"), text);
        String list = ok("GET", "/tokens", root, "").body();
        assertTrue(list.contains("\"ci\"") && !list.contains(text), list);
        assertTrue(ok("GET", "/users/root/tokens", root, "").body().contains("\"ci\""));
        assertTrue(refusal(400, "POST", "/tokens", "{\"name\":\"ci\",\"scopes\":[\"all\"],\"expires\":\"" + expires + "\"}").contains("'all'"));
        assertTrue(refusal(400, "POST", "/tokens", "{\"name\":\"ci\",\"scopes\":[\"read\"],\"expires\":\"tomorrow\"}").contains("'tomorrow'"));
        ok("DELETE", "/tokens/" + issued.path("token").path("id").asText(), root, "");
        refusal(404, "DELETE", "/tokens/" + issued.path("token").path("id").asText(), "");
    }

    @Test
    void anAdministratorRevokesTheTokensOfOthers() throws Exception {
        var guest = admin.engine.accounts.users.stream().filter(user -> user.name().equals("guest")).findFirst().orElseThrow();
        String first = admin.engine.tokens.give(guest, Scope.READ), second = admin.engine.tokens.give(guest, Scope.READ), third = admin.engine.tokens.give(guest, Scope.READ);
        refusal(400, "POST", "/users/guest/tokens/revoke", "{}");
        refusal(400, "POST", "/users/guest/tokens/revoke", "{\"token\":\"" + first + "\",\"all\":true}");
        refusal(404, "POST", "/users/guest/tokens/revoke", "{\"token\":\"none\"}");
        refusal(404, "POST", "/users/nobody/tokens/revoke", "{\"all\":true}");
        ok("POST", "/users/GUEST/tokens/revoke", root, "{\"token\":\"" + first + "\"}");
        assertEquals(401, admin.ask("GET", "/tunnels", first, "").status());
        assertEquals(200, admin.ask("GET", "/tunnels", second, "").status());
        assertEquals(403, admin.ask("POST", "/users/root/tokens/revoke", admin.tokenOf("guest"), "{\"all\":true}").status());
        ok("POST", "/users/guest/tokens/revoke", root, "{\"all\":true}");
        for (String token : new String[] {second, third}) assertEquals(401, admin.ask("GET", "/tunnels", token, "").status());
    }
}
