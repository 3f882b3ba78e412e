package org.nettunnel.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.system.process.Await;
import org.nettunnel.system.process.Cli;
import org.nettunnel.system.process.NodePair;
import org.nettunnel.system.process.Ports;
import org.nettunnel.system.process.Product;
import org.nettunnel.system.process.ProductNode;
import org.nettunnel.system.server.Nginx;
import org.nettunnel.system.server.OwnServer;
import org.nettunnel.system.server.Server;
import org.nettunnel.system.server.Tinyproxy;

/// What is done at the other end through the tunnel, and that nobody who does it cuts himself off; in the order of a day's work, for the last step
/// takes the tunnel away.
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FarSideProof {
    private static final String TRIAL = String.valueOf(Scale.of(10, 60));
    private static final Duration BACK = Duration.ofSeconds(Long.parseLong(TRIAL) + 20);
    private NodePair pair;
    private OwnServer echo;

    @BeforeAll
    void startThePair() throws Exception {
        echo = OwnServer.echo();
        pair = NodePair.start(Product.find(), "https");
    }

    @AfterAll
    void end() throws IOException {
        if (pair != null) pair.close();
        if (echo != null) echo.close();
    }

    /// The command at one end, for the node at the other.
    private static Cli via(ProductNode end) {
        return end.cli().with("--via", NodePair.TUNNEL);
    }

    private static void login(ProductNode from, ProductNode at) throws Exception {
        via(from).succeed("login", "--user", "root", "--password-file", at.scratch().file("password").toString());
    }

    private static String dials(ProductNode end) throws IOException, InterruptedException {
        return NodePair.tunnel(end).path("addresses").path(0).asText();
    }

    private static void assertEchoes(Socket client, String text) throws IOException {
        byte[] said = text.getBytes(StandardCharsets.US_ASCII);
        client.getOutputStream().write(said);
        assertArrayEquals(said, client.getInputStream().readNBytes(said.length));
    }

    @Test
    @Order(1)
    void endpointsAndUsersOfTheOtherEndAreMadeAndChangedFromHere() throws Exception {
        Cli there = via(pair.inner());
        assertEquals(5, there.run("endpoint", "list").exit(), "without a login there");
        login(pair.inner(), pair.outer());
        assertEquals("root", there.succeed("whoami", "--json").json().path("user").asText());
        there.succeed("endpoint", "add", NodePair.TUNNEL, "--name", "far", "--listen", "127.0.0.1:0", "--to", "127.0.0.1:9");
        there.succeed("endpoint", "set", "far", "--name", "echo", "--to", "127.0.0.1:" + echo.port());
        JsonNode[] listed = new JsonNode[1];
        Await.until("the outer node listens", Duration.ofSeconds(10), () -> {
            listed[0] = there.succeed("endpoint", "list", "--json").json().path("endpoints").path(0);
            return listed[0].path("here").path("state").asText().equals("listening") && listed[0].path("there").path("state").asText().equals("ready");
        });
        assertEquals("echo", listed[0].path("name").asText());
        try (var client = new Socket(InetAddress.getLoopbackAddress(), listed[0].path("here").path("port").asInt())) {
            assertEchoes(client, "made from the other end");
        }
        there.succeed("user", "add", "guest", "--json");
        assertTrue(pair.outer().cli().succeed("user", "list", "--json").out().contains("guest"));
        assertEquals(-1, pair.inner().cli().succeed("user", "list", "--json").out().indexOf("guest"), "only there");
        there.succeed("user", "remove", "guest");
        there.succeed("endpoint", "remove", "echo");
        assertTrue(pair.outer().api().get("/endpoints").path("endpoints").isEmpty());
        assertTrue(pair.outer().cli().succeed("audit", "list", "--json").out().contains("tunnel " + NodePair.TUNNEL), "its audit log says by which tunnel");
    }

    @Test
    @Order(2)
    void aWrongAddressSetThroughTheTunnelIsTakenBackAndItsStreamsGoOn() throws Exception {
        login(pair.outer(), pair.inner());
        NodePair.Endpoint endpoint = pair.endpoint(echo.port());
        String before = dials(pair.inner());
        try (var client = new Socket(InetAddress.getLoopbackAddress(), endpoint.port())) {
            client.setSoTimeout((int) BACK.toMillis());
            assertEchoes(client, "before");
            long began = System.nanoTime();
            var plan = via(pair.outer()).succeed("tunnel", "set", NodePair.TUNNEL, "--address", "127.0.0.1:" + Ports.free(), "--try", TRIAL, "--json").json();
            assertTrue(plan.path("cutsLinks").asBoolean(), plan.toString());
            assertNotEquals(before, dials(pair.inner()));
            Await.until("the tunnel is lost", Duration.ofSeconds(10), () -> !NodePair.tunnel(pair.outer()).path("status").asText().equals("established"));
            assertEquals(1, pair.inner().cli().run("tunnel", "confirm", NodePair.TUNNEL, "--json").exit(), "it cannot be confirmed without a link");
            pair.awaitEstablished(BACK);
            assertEchoes(client, "after");
            Figures.keep("a wrong address was taken back, and the tunnel up again, " + (System.nanoTime() - began) / 1_000_000_000 + " s after it was set on trial for " + TRIAL + " s");
        }
        assertEquals(before, dials(pair.inner()));
        assertTrue(pair.inner().cli().succeed("audit", "list", "--json").out().contains("takes back tunnel trial"));
        endpoint.remove();
    }

    @Test
    @Order(3)
    void aGoodAddressIsConfirmedThroughTheTunnelItself() throws Exception {
        String good = "localhost:" + pair.outer().port();
        via(pair.outer()).succeed("tunnel", "set", NodePair.TUNNEL, "--address", good, "--try", TRIAL);
        via(pair.outer()).succeed("tunnel", "confirm", NodePair.TUNNEL);
        assertEquals(good, dials(pair.inner()));
        assertEquals(1, pair.inner().cli().run("tunnel", "trial", NodePair.TUNNEL).exit(), "it is over");
    }

    @Test
    @Order(4)
    void aNodeThatIsKilledMeanwhileStartsAsBefore() throws Exception {
        String before = dials(pair.inner());
        pair.inner().cli().succeed("tunnel", "set", NodePair.TUNNEL, "--address", "127.0.0.1:" + Ports.free(), "--try", "3600");
        pair.inner().kill();
        pair.inner().start();
        assertEquals(before, dials(pair.inner()));
        pair.awaitEstablished();
    }

    @Test
    @Order(5)
    void theDoctorSeesTheTunnelAndTheWaysToItAsTheyAre() throws Exception {
        Cli inner = pair.inner().cli();
        String outer = "127.0.0.1:" + pair.outer().port();
        int before = pair.outer().log().length();
        JsonNode tunnel = inner.succeed("doctor", "--tunnel", NodePair.TUNNEL, "--json").json();
        Figures.keep("the doctor: " + check(tunnel, "throughput").path("found").asText().replaceFirst(":.*", ""));
        assertTrue(inner.succeed("tunnel", "diagnose", NodePair.TUNNEL).out().contains("link0.roundTrip"));
        try (Server proxy = Tinyproxy.start(pair.outer().port()); Server web = Nginx.start()) {
            String by = "http://127.0.0.1:" + proxy.port();
            inner.succeed("doctor", outer, "--proxy", by);
            inner.succeed("doctor", outer, "--proxy", by, "--from-node");
            JsonNode refused = inner.run("doctor", "127.0.0.1:" + web.port(), "--proxy", by, "--json").json();
            assertEquals("bad", check(refused, "connection").path("result").asText(), refused.toString());
            assertTrue(check(refused, "connection").path("remedy").asText().contains("proxy"), refused.toString());
            JsonNode noNode = inner.run("doctor", "127.0.0.1:" + web.port(), "--json").json();
            assertEquals("good", check(noNode, "connection").path("result").asText(), noNode.toString());
            assertEquals("bad", check(noNode, "certificate").path("result").asText(), noNode.toString());
            String said = pair.outer().log().substring(before);
            assertTrue(said.contains("the peer only looked whether a node answers here"), said);
            assertFalse(said.contains("failed: "), said);
        }
    }

    private static JsonNode check(JsonNode view, String name) {
        for (JsonNode check : view.path("checks")) if (check.path("name").asText().equals(name)) return check;
        throw new AssertionError("no check " + name + " in " + view);
    }

    @Test
    @Order(6)
    void theTunnelIsRemovedAtBothEndsByOneCommand() throws Exception {
        pair.inner().cli().succeed("tunnel", "remove", NodePair.TUNNEL, "--both");
        assertTrue(pair.inner().api().get("/tunnels").path("tunnels").isEmpty());
        assertTrue(pair.outer().api().get("/tunnels").path("tunnels").isEmpty());
    }
}
