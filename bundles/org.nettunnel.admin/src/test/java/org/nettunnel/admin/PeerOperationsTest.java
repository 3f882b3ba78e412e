package org.nettunnel.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.admin.TestAdmin.Reply;
import org.nettunnel.admin.call.Refusal;
import org.nettunnel.api.node.FarSide;
import org.nettunnel.fakes.FakeAccounts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/// Edits, and one node steered through another.
class PeerOperationsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    @TempDir
    Path data;
    private TestAdmin here;
    private TestAdmin there;
    private String root;

    @BeforeEach
    void twoNodes() throws Exception {
        here = TestAdmin.open(Files.createDirectory(data.resolve("here")));
        there = TestAdmin.open(Files.createDirectory(data.resolve("there")));
        there.engine.store.lastId = 100;
        here.engine.store.tunnel("office");
        here.engine.far.there = Optional.of(there.admin.farDoor());
        root = here.tokenOf("root");
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    private JsonNode ask(String token, String method, String path, String body) throws Exception {
        var request = JSON.writeValueAsString(body.isEmpty() ? Map.of("method", method, "path", path) : Map.of("method", method, "path", path, "body", body));
        Reply reply = here.ask("POST", "/tunnels/office/peer", token, request);
        assertEquals(200, reply.status(), reply.body());
        return reply.json();
    }

    private JsonNode logIn(String token, String user) throws Exception {
        return ask(token, "POST", "/login", "{\"user\":\"" + user + "\",\"password\":\"" + FakeAccounts.PASSWORD + "\"}");
    }

    @Test
    void oneWhoLogsInThereSteersTheOtherNodeAndNeverSeesHisTokenThere() throws Exception {
        there.engine.store.tunnel("attic");
        assertEquals(401, ask(root, "GET", "/tunnels", "").get("status").asInt(), "this node's administrator is nobody there");
        JsonNode session = logIn(root, "root");
        assertEquals(200, session.get("status").asInt());
        JsonNode shown = JSON.readTree(session.get("body").asText());
        assertEquals("root administrator", shown.get("user").asText() + " " + shown.get("role").asText());
        assertEquals("", shown.get("token").asText() + shown.get("csrf").asText());
        JsonNode tunnels = ask(root, "GET", "/tunnels?limit=5", "");
        assertEquals("attic", JSON.readTree(tunnels.get("body").asText()).at("/tunnels/0/name").asText());
        assertEquals(204, ask(root, "DELETE", "/tunnels/attic", "").get("status").asInt());
        assertTrue(there.engine.store.tunnels.isEmpty());
        assertEquals(204, ask(root, "POST", "/logout", "").get("status").asInt());
        assertEquals(401, ask(root, "GET", "/tunnels", "").get("status").asInt());
    }

    @Test
    void aLoginIsALoginHoweverItsPathIsWritten() throws Exception {
        JsonNode session = ask(root, "POST", "/%6cogin", "{\"user\":\"root\",\"password\":\"" + FakeAccounts.PASSWORD + "\"}");
        assertEquals(200, session.get("status").asInt());
        assertEquals("", JSON.readTree(session.get("body").asText()).get("token").asText());
        assertEquals(200, ask(root, "GET", "/tunnels", "").get("status").asInt());
        assertEquals(204, ask(root, "POST", "/%6cogout", "").get("status").asInt());
        assertEquals(401, ask(root, "GET", "/tunnels", "").get("status").asInt());
    }

    @Test
    void aLoginWhoseAnswerCannotBeReadSaysSo() throws Exception {
        for (String answer : new String[] {"", "null", "[]", "{\"token\":"}) {
            here.engine.far.there = Optional.of((_, _) -> new FarSide.Answer(200, answer, null));
            Reply reply = here.ask("POST", "/tunnels/office/peer", root, "{\"method\":\"POST\",\"path\":\"/login\",\"body\":\"{}\"}");
            assertEquals(502, reply.status(), answer);
            assertTrue(reply.detail().contains("cannot be read"), reply.detail());
        }
    }

    @Test
    void whatIsCalledLikeARowIsShownThroughATunnelToo() throws Exception {
        logIn(root, "root");
        for (String name : new String[] {"peer", "events"}) {
            there.engine.store.endpoint(there.engine.store.tunnel(name), name);
            for (String path : new String[] {"/tunnels/" + name, "/endpoints/" + name, "/users/" + name})
                assertEquals(path.startsWith("/users") ? 404 : 200, ask(root, "GET", path, "").get("status").asInt(), path);
        }
    }

    @Test
    void aSessionThereIsOfHimWhoBeganIt() throws Exception {
        logIn(root, "root");
        assertEquals(401, ask(here.tokenOf("root"), "GET", "/tunnels", "").get("status").asInt(), "another session of the same user");
        here.engine.store.tunnel("other");
        var other = here.ask("POST", "/tunnels/other/peer", root, "{\"method\":\"GET\",\"path\":\"/tunnels\"}").json();
        assertEquals(401, other.get("status").asInt(), "the same session by another tunnel");
        assertEquals(401, logIn(here.tokenOf("root"), "nobody").get("status").asInt());
        assertEquals(404, here.ask("POST", "/tunnels/office/peer", here.tokenOf("guest"), "{\"method\":\"GET\",\"path\":\"/tunnels\"}").status());
    }

    @Test
    void rightsThereAreThoseOfTheAccountThere() throws Exception {
        there.engine.store.tunnel("attic");
        logIn(root, "guest");
        assertEquals(403, ask(root, "POST", "/restart", "").get("status").asInt());
        assertEquals(404, ask(root, "DELETE", "/tunnels/attic", "").get("status").asInt());
        assertEquals(1, there.engine.store.tunnels.size());
    }

    @Test
    void theTokenOfThatMachineIsNoneThroughATunnel() throws Exception {
        assertEquals(200, there.ask("GET", "/tunnels", there.localToken(), "").status());
        var tunnel = here.engine.store.tunnels.getFirst();
        var far = there.admin.farDoor();
        assertEquals(401, far.answer(tunnel, new FarSide.Call("GET", "/tunnels", "", there.localToken(), null)).status());
    }

    @Test
    void versionsGoThroughTheTunnelToo() throws Exception {
        there.engine.store.tunnel("attic");
        logIn(root, "root");
        String etag = ask(root, "GET", "/tunnels/attic", "").get("etag").asText();
        assertTrue(etag.startsWith("\""), etag);
        String change = JSON.writeValueAsString(Map.of("method", "POST", "path", "/tunnels/attic", "body", "{\"name\":\"cellar\"}", "ifMatch", "\"other\""));
        assertEquals(412, here.ask("POST", "/tunnels/office/peer", root, change).json().get("status").asInt());
        assertEquals(200, here.ask("POST", "/tunnels/office/peer", root, change.replace("\\\"other\\\"", etag.replace("\"", "\\\""))).json().get("status").asInt());
        assertEquals("cellar", there.engine.store.tunnels.getFirst().name());
    }

    @Test
    void neitherAnotherTunnelNorEventsNorAStrangersPathGoThrough() throws Exception {
        logIn(root, "root");
        assertEquals(403, ask(root, "POST", "/tunnels/office/peer", "{}").get("status").asInt());
        assertEquals(400, ask(root, "GET", "/events", "").get("status").asInt());
        for (String path : new String[] {"/../../metrics", "/%2e%2e/metrics", "/nothing", "//"})
            assertNotEquals(200, ask(root, "GET", path, "").get("status").asInt(), path);
        assertEquals(400, here.ask("POST", "/tunnels/office/peer", root, "{\"method\":\"GET\",\"path\":\"/%zz\"}").status());
        for (String wrong : new String[] {"{}", "{\"method\":\"PUT\",\"path\":\"/status\"}", "{\"method\":\"GET\",\"path\":\"status\"}", "{\"method\":\"GET\",\"path\":\"/status\",\"more\":1}"})
            assertEquals(400, here.ask("POST", "/tunnels/office/peer", root, wrong).status(), wrong);
    }

    @Test
    void aTunnelThatAsksTooOftenWaitsAndNoOtherDoes() throws Exception {
        var rate = new CallRate(() -> 0);
        for (int i = 0; i < CallRate.BURST; i++) rate.count("tunnel office");
        assertEquals(429, assertThrows(Refusal.class, () -> rate.count("tunnel office")).status());
        rate.count("tunnel attic");
        rate.count("127.0.0.1");
        rate.count("0.0.0.0");
    }

    @Test
    void withoutTheOtherEndEachSaysWhatToDo() throws Exception {
        here.engine.far.there = Optional.empty();
        assertEquals(409, here.ask("POST", "/tunnels/office/peer", root, "{\"method\":\"GET\",\"path\":\"/status\"}").status());
        assertEquals(409, here.ask("POST", "/tunnels/office/ping", root, "").status());
        assertEquals(409, here.ask("DELETE", "/tunnels/office?both=true", root, "").status());
        assertEquals(1, here.engine.store.tunnels.size());
        assertEquals(204, here.ask("DELETE", "/tunnels/office", root, "").status());
    }

    @Test
    void pingsAndRemovesAtBothEnds() throws Exception {
        JsonNode ping = here.ask("POST", "/tunnels/office/ping", root, "").json();
        assertEquals("{\"tunnel\":\"office\",\"millis\":7.654,\"links\":[{\"lane\":0,\"transport\":\"https\",\"millis\":1.235}]}", ping.toString());
        var office = here.engine.store.tunnels.getFirst().id();
        assertEquals(204, here.ask("DELETE", "/tunnels/office?both=true", root, "").status());
        assertEquals(office, here.engine.far.removed.getFirst());
        assertTrue(here.engine.store.tunnels.isEmpty());
    }

    @Test
    void editsWhatIsNamedAndLeavesTheRest() throws Exception {
        here.engine.store.endpoint(here.engine.store.tunnels.getFirst(), "web");
        JsonNode before = here.ask("GET", "/endpoints/web", root, "").json();
        JsonNode after = here.ask("POST", "/endpoints/web", root, "{\"name\":\"intranet\",\"port\":8081,\"target\":\"[::1]:81\"}").json();
        assertEquals("intranet 8081 [::1]:81", after.get("name").asText() + " " + after.get("port").asText() + " " + after.get("target").asText());
        assertEquals(before.get("bind"), after.get("bind"));
        assertEquals(before.get("compression"), after.get("compression"));
        for (String wrong : new String[] {"{}", "{\"port\":65536}", "{\"port\":-1}", "{\"target\":\"x\"}", "{\"direction\":\"inbound\"}", "{\"port\":\"80\"}"})
            assertEquals(400, here.ask("POST", "/endpoints/intranet", root, wrong).status(), wrong);
        JsonNode tunnel = here.ask("POST", "/tunnels/office", root, "{\"name\":\"works\",\"peerMayConfigure\":false,\"peerMayCall\":false}").json();
        assertEquals("works {\"configure\":false,\"call\":false}", tunnel.get("name").asText() + " " + tunnel.get("peerMay"));
        assertFalse(here.engine.store.tunnels.getFirst().peerMay().call());
    }
}
