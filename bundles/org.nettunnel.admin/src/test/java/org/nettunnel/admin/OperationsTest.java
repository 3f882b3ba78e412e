package org.nettunnel.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.admin.sessions.Sessions;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.StreamState;
import org.nettunnel.fakes.FakeNode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/// What the operations do and show.
class OperationsTest {
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
    void theBytesOfAnEndpointAreToldOnceThoughItsStreamsAreOpen() throws Exception {
        var office = admin.engine.store.tunnel("office");
        var web = admin.engine.store.endpoint(office, "web");
        for (String id : new String[] { "7", "8" })
            admin.engine.tunnels.streams.add(new StreamState(id, office.id(), web.id(), true, "127.0.0.1:5000", "", "open", Instant.EPOCH, 100, 2000));
        JsonNode traffic = admin.ask("GET", "/status", root, "").json().at("/endpoints/0/traffic");
        // the engine of endpoints counts them while they come
        assertEquals(10, traffic.get("receivedBytes").asLong());
        assertEquals(20, traffic.get("sentBytes").asLong());
    }

    @Test
    void showsTheNodeWithItsTunnelsAndEndpointsByName() throws Exception {
        var office = admin.engine.store.tunnel("office");
        admin.engine.store.tunnel("attic");
        admin.engine.store.endpoint(office, "web");
        JsonNode node = admin.ask("GET", "/status", root, "").json();
        assertEquals("inner", node.get("name").asText());
        assertEquals(FakeNode.EPOCH.toString(), node.get("started").asText());
        assertEquals("attic", node.at("/tunnels/0/name").asText());
        assertEquals("established", node.at("/tunnels/1/status").asText());
        assertEquals(1.235, node.at("/tunnels/1/links/0/roundTripMillis").asDouble());
        assertEquals(40123, node.at("/endpoints/0/here/port").asInt());
        assertEquals("inbound", node.at("/endpoints/0/direction").asText());
        assertEquals("ready", node.at("/endpoints/0/there/state").asText());
        assertFalse(node.toString().contains("CANARY"), "a secret is shown: " + node);
    }

    @Test
    void takesIdsAndNamesAndRefusesNamesThatSeveralHave() throws Exception {
        var office = admin.engine.store.tunnel("my office");
        assertEquals("stopped", admin.ask("POST", "/tunnels/my%20office/stop", root, "").json().get("status").asText());
        assertEquals("established", admin.ask("POST", "/tunnels/" + office.id() + "/start", root, "").json().get("status").asText());
        assertEquals(200, admin.ask("POST", "/tunnels/" + office.id().toString().substring(0, 8) + "/start", root, "").status());
        var other = admin.engine.store.tunnel("my office");
        var reply = admin.ask("DELETE", "/tunnels/my%20office", root, "");
        assertEquals(409, reply.status());
        assertTrue(reply.detail().contains(office.id().toString()) && reply.detail().contains(other.id().toString()), reply.detail());
        assertEquals(204, admin.ask("DELETE", "/tunnels/" + other.id(), root, "").status());
        assertEquals(1, admin.engine.store.tunnels.size());
    }

    @Test
    void makesInvitesAndTunnelsOfThem() throws Exception {
        var invite = admin.ask("POST", "/invites", root, "{\"name\":\"office\",\"addresses\":[\"outer.example:52845\"],\"validSeconds\":60}");
        assertEquals(FakeNode.INVITE, invite.json().get("invite").asText());
        assertEquals(FakeNode.EPOCH.plusSeconds(60).toString(), invite.json().get("expires").asText());
        assertEquals(400, admin.ask("POST", "/invites", root, "{\"name\":\"office\",\"addresses\":[\"outer.example\"]}").status());
        assertEquals(400, admin.ask("POST", "/invites", root, "{\"name\":\"office\",\"addresses\":[]}").status());
        assertEquals(400, admin.ask("POST", "/invites", root, "{\"name\":\"o\",\"addresses\":[\"h:1\"],\"validSeconds\":2592001}").status());
        assertEquals("home", admin.ask("POST", "/tunnels", root, "{\"invite\":\"" + FakeNode.INVITE + "\",\"name\":\"home\"}").json().get("name").asText());
        var proxied = admin.ask("POST", "/tunnels", root, "{\"invite\":\"" + FakeNode.INVITE
                + "\",\"name\":\"far\",\"proxy\":\"socks5://me@proxy.example:1080\",\"proxyPassword\":\"hunter2\"}");
        assertEquals("socks5://me@proxy.example:1080", proxied.json().get("proxy").asText());
        assertFalse(proxied.json().toString().contains("hunter2"));
        var loud = admin.ask("POST", "/tunnels", root, "{\"invite\":\"" + FakeNode.INVITE + "\",\"proxy\":\"http://me:hunter2@proxy.example:1\"}");
        assertEquals(400, loud.status());
        assertTrue(loud.detail().startsWith("proxy: ") && !loud.detail().contains("hunter2"), loud.detail());
        var damaged = admin.ask("POST", "/tunnels", root, "{\"invite\":\"nt1_x\"}");
        assertEquals("the invite is damaged: copy it whole", damaged.detail());
    }

    @Test
    void setsHowLongATunnelWaitsWithoutALink() throws Exception {
        var made = admin.ask("POST", "/tunnels", root, "{\"invite\":\"" + FakeNode.INVITE + "\",\"name\":\"home\",\"outage\":{\"graceSeconds\":10}}").json();
        assertEquals("{\"graceSeconds\":10,\"patienceSeconds\":10}", made.get("outage").toString());
        var set = admin.ask("POST", "/tunnels/home", root, "{\"outage\":{\"graceSeconds\":600,\"patienceSeconds\":0}}");
        assertEquals("{\"graceSeconds\":600,\"patienceSeconds\":0}", set.json().get("outage").toString());
        assertEquals("{\"graceSeconds\":600,\"patienceSeconds\":0}", admin.ask("GET", "/tunnels/home", root, "").json().get("outage").toString());
        for (String wrong : new String[] {"{}", "{\"graceSeconds\":-1}", "{\"graceSeconds\":86401}", "{\"graceSeconds\":9223372036854775807}",
                "{\"graceSeconds\":60,\"patienceSeconds\":61}", "{\"graceSeconds\":\"1m\"}", "{\"grace\":1}"}) {
            var reply = admin.ask("POST", "/tunnels/home", root, "{\"outage\":" + wrong + "}");
            assertEquals(400, reply.status(), wrong);
            assertFalse(reply.detail().isEmpty());
        }
        assertEquals(400, admin.ask("POST", "/tunnels/home", root, "{}").status());
        var moved = admin.ask("POST", "/tunnels/home", root, "{\"addresses\":[\"vpn.example.org:443\"],\"proxy\":\"none\"}").json();
        assertEquals("[\"vpn.example.org:443\"]none", moved.get("addresses").toString() + moved.get("proxy").asText());
        assertEquals(400, admin.ask("POST", "/tunnels/home", root, "{\"addresses\":[\"vpn.example.org\"]}").status());
        assertEquals(400, admin.ask("POST", "/tunnels/home", root, "{\"addresses\":[]}").status());
        assertEquals(400, admin.ask("POST", "/invites", root, "{\"name\":\"o\",\"addresses\":[\"h:1\"],\"outage\":{\"graceSeconds\":1,\"patienceSeconds\":2}}").status());
        assertEquals(404, admin.ask("POST", "/tunnels/home", admin.tokenOf("guest"), "{\"outage\":{\"graceSeconds\":1}}").status());
        assertEquals(404, admin.ask("POST", "/tunnels/attic", root, "{\"outage\":{\"graceSeconds\":1}}").status());
    }

    @Test
    void cutsLinksAndShowsThatStreamsWait() throws Exception {
        admin.engine.store.tunnel("office");
        assertEquals(404, admin.ask("POST", "/tunnels/office/cut", admin.tokenOf("guest"), "").status());
        assertEquals("established", admin.ask("GET", "/tunnels/office", root, "").json().get("status").asText());
        assertEquals("{\"tunnel\":\"office\",\"links\":1,\"graceSeconds\":120}", admin.ask("POST", "/tunnels/office/cut", root, "").json().toString());
        var view = admin.ask("GET", "/tunnels/office", root, "").json();
        assertEquals("interrupted", view.get("status").asText());
        assertEquals(FakeNode.EPOCH.plusSeconds(120).toString(), view.get("until").asText());
        assertEquals(1, view.get("attempt").asInt());
        assertEquals("[]", view.get("links").toString());
        assertEquals("{\"established\":2,\"failed\":1,\"resumed\":1,\"rekeyed\":3,\"lastReason\":\"cut here by an administrator\"}", view.get("history").toString());
        assertEquals(0, admin.ask("POST", "/tunnels/office/cut", root, "").json().get("links").asInt());
        assertEquals(404, admin.ask("POST", "/tunnels/attic/cut", root, "").status());
        assertEquals(404, admin.ask("GET", "/tunnels/attic", root, "").status());
    }

    @Test
    void addsEndpointsInBothDirections() throws Exception {
        admin.engine.store.tunnel("office");
        var inbound = admin.ask("POST", "/endpoints", root, "{\"tunnel\":\"office\",\"direction\":\"inbound\",\"port\":0,\"target\":\"10.0.0.7:80\"}").json();
        assertEquals("inbound", inbound.get("direction").asText());
        assertEquals(40123, inbound.at("/here/port").asInt());
        var outbound = admin.ask("POST", "/endpoints", root, "{\"tunnel\":\"office\",\"direction\":\"outbound\",\"port\":8080,\"target\":\"[::1]:80\"}").json();
        assertEquals("outbound", outbound.get("direction").asText());
        for (String wrong : new String[] {"\"direction\":\"up\",\"port\":1,\"target\":\"h:1\"", "\"direction\":\"inbound\",\"port\":65536,\"target\":\"h:1\"",
                "\"direction\":\"inbound\",\"port\":1,\"target\":\"h\"", "\"direction\":\"inbound\",\"port\":1", "\"direction\":\"inbound\",\"port\":1,\"target\":\"h:1\",\"bind\":\"a b\""})
            assertEquals(400, admin.ask("POST", "/endpoints", root, "{\"tunnel\":\"office\"," + wrong + "}").status(), wrong);
        assertEquals(404, admin.ask("POST", "/endpoints", root, "{\"tunnel\":\"attic\",\"direction\":\"inbound\",\"port\":1,\"target\":\"h:1\"}").status());
        assertEquals(204, admin.ask("DELETE", "/endpoints/" + inbound.get("id").asText(), root, "").status());
        assertEquals(1, admin.engine.store.endpoints.size());
    }

    @Test
    void showsStreamsByNameAndResetsThem() throws Exception {
        var office = admin.engine.store.tunnel("office");
        var web = admin.engine.store.endpoint(office, "web");
        admin.engine.tunnels.streams.add(new StreamState("7", office.id(), web.id(), true, "127.0.0.1:5000", "", "open", Instant.EPOCH, 1, 2));
        admin.engine.tunnels.streams.add(new StreamState("8", office.id(), EndpointId.random(), false, "10.0.0.1:5000", "10.0.0.9:22", "open", Instant.EPOCH, 1, 2));
        JsonNode streams = admin.ask("GET", "/streams", root, "").json().get("streams");
        assertEquals("web", streams.at("/0/endpointName").asText());
        assertEquals("10.0.0.7:80", streams.at("/0/target").asText(), "as the endpoint says, for the other end dials it");
        assertEquals("outbound", streams.at("/1/direction").asText());
        assertEquals("10.0.0.9:22", streams.at("/1/target").asText());
        assertEquals(204, admin.ask("DELETE", "/streams/7", root, "").status());
        assertEquals(404, admin.ask("DELETE", "/streams/7", root, "").status());
    }

    @Test
    void theFileForLocalCommandsIsPrivateReplacesALinkAndGoesAtTheEnd() throws Exception {
        Path file = data.resolve(LocalAdmin.FILE);
        JsonNode local = new ObjectMapper().readTree(file.toFile());
        assertEquals(404, admin.ask("DELETE", "/tunnels/none", local.get("token").asText(), "").status());
        assertEquals("https://127.0.0.1:" + admin.address.getPort(), local.get("url").asText());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));

        Path target = Files.writeString(data.resolve("victim"), "untouched");
        Files.delete(file);
        Files.createSymbolicLink(file, target);
        admin.admin.openLocally("https://127.0.0.1:1", "00".repeat(32));
        assertTrue(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
        assertEquals("untouched", Files.readString(target));

        admin.admin.closeLocally();
        assertFalse(Files.exists(file, LinkOption.NOFOLLOW_LINKS));
        admin.admin.openLocally("https://127.0.0.1:1", "00".repeat(32));
        assertFalse(Files.exists(file, LinkOption.NOFOLLOW_LINKS), "written after the end");
    }

    @Test
    void sessionsAreBoundedAndTheIdlestGoes() {
        var sessions = new Sessions(admin.now::get);
        var user = admin.engine.accounts.users.getFirst();
        String first = sessions.open(user).token();
        admin.now.updateAndGet(time -> time.plusSeconds(1));
        String second = sessions.open(user).token();
        admin.now.updateAndGet(time -> time.plusSeconds(1));
        sessions.use(first);
        for (int i = 2; i < Sessions.MOST; i++) sessions.open(user);
        assertTrue(sessions.use(second).isPresent());
        admin.now.updateAndGet(time -> time.plusSeconds(1));
        sessions.use(first);
        String last = sessions.open(user).token();
        assertTrue(sessions.use(first).isPresent() && sessions.use(last).isPresent());
        assertEquals(43, last.length());
    }

    @Test
    void nobodyEndsTheSessionsOfAnotherByLoggingInOften() {
        var sessions = new Sessions(admin.now::get);
        String theirs = sessions.open(admin.engine.accounts.users.getFirst()).token();
        admin.now.updateAndGet(time -> time.plusSeconds(1));
        for (int i = 0; i < 20 * Sessions.MOST; i++) sessions.open(admin.engine.accounts.users.getLast());
        assertTrue(sessions.use(theirs).isPresent());
    }
}
