package org.nettunnel.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.function.BiConsumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.endpoint.EndpointState;
import org.nettunnel.api.endpoint.EndpointStatus;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.StreamListener;
import org.nettunnel.api.tunnel.StreamState;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.fakes.FakeNode;

import com.fasterxml.jackson.databind.JsonNode;

/// What is said of an endpoint before it is there, and of one that is.
@Timeout(60)
class EndpointChecksTest {
    @TempDir
    Path data;
    private TestAdmin admin;
    private TunnelConfig tunnel;
    private String root;

    @BeforeEach
    void aNodeWithATunnel() throws Exception {
        admin = TestAdmin.open(data);
        tunnel = admin.engine.store.tunnel("office");
        root = admin.tokenOf("root");
    }

    @AfterEach
    void close() {
        admin.close();
    }

    private static ServerSocket server() throws IOException {
        return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    private JsonNode checked(String direction, int port, String target) throws Exception {
        var reply = admin.ask("POST", "/tunnels/office/check", root, "{\"direction\":\"" + direction + "\",\"port\":" + port + ",\"target\":\"" + target + "\"}");
        assertEquals(200, reply.status(), reply.body());
        return reply.json().get("checks");
    }

    private static String result(JsonNode checks, String name) {
        for (JsonNode check : checks) if (check.get("name").asText().equals(name)) return check.get("result").asText() + ": " + check.get("found").asText();
        return "none";
    }

    @Test
    void aPortIsFreeUntilSomebodyHasIt() throws Exception {
        int port;
        try (var taken = server()) {
            port = taken.getLocalPort();
            assertTrue(result(checked("inbound", port, "10.0.0.7:80"), "port").startsWith("bad: 127.0.0.1 port " + port + " cannot be opened"));
        }
        JsonNode free = checked("inbound", port, "10.0.0.7:80");
        assertEquals("good: 127.0.0.1 port " + port + " is free.", result(free, "port"));
        assertTrue(result(free, "target").startsWith("skipped: The other node connects"));
    }

    @Test
    void aTargetAnswersOrItIsSaidWhyNot() throws Exception {
        String target;
        try (var server = server()) {
            target = "127.0.0.1:" + server.getLocalPort();
            JsonNode good = checked("outbound", 8080, target);
            assertEquals("good: " + target + " took a connection from this node.", result(good, "target"));
            assertTrue(result(good, "port").startsWith("skipped: The other node listens"));
        }
        assertEquals("bad: " + target + " refused the connection.", result(checked("outbound", 8080, target), "target"));
    }

    @Test
    void whatCannotBeReadIsRefused() throws Exception {
        for (String body : new String[] {"{\"direction\":\"sideways\",\"port\":1,\"target\":\"a:1\"}", "{\"direction\":\"inbound\",\"port\":70000,\"target\":\"a:1\"}",
                "{\"direction\":\"inbound\",\"port\":1,\"target\":\"nowhere\"}", "{\"direction\":\"inbound\",\"port\":1,\"target\":\"a:1\",\"bind\":\"not here!\"}"})
            assertEquals(400, admin.ask("POST", "/tunnels/office/check", root, body).status(), body);
    }

    /// An endpoint that listens for real, with a tunnel that does with each connection what `fate` says.
    private JsonNode tried(BiConsumer<StreamListener, StreamState> fate) throws Exception {
        try (var server = server()) {
            var endpoint = new EndpointConfig(EndpointId.random(), tunnel.id(), "web", new EndpointConfig.Listen(tunnel.side(), "127.0.0.1", server.getLocalPort()), new Address("10.0.0.7", 80), "adaptive");
            admin.engine.store.endpoints.add(endpoint);
            admin.engine.endpoints.halves.add(new EndpointState(endpoint.id(), new EndpointStatus.Listening("127.0.0.1", server.getLocalPort()), new EndpointState.Traffic(0, 0, 0, 0, 0), null));
            Thread.startVirtualThread(() -> {
                try (Socket accepted = server.accept()) {
                    var stream = new StreamState("1", tunnel.id(), endpoint.id(), true, "127.0.0.1:" + accepted.getPort(), "", "open", FakeNode.EPOCH, 0, 0);
                    for (StreamListener watching : admin.engine.tunnels.watching) fate.accept(watching, stream);
                } catch (IOException closed) {
                    // the test is over
                }
            });
            var reply = admin.ask("POST", "/endpoints/web/try", root, "");
            assertEquals(200, reply.status(), reply.body());
            return reply.json().get("checks");
        }
    }

    @Test
    void oneThatGetsThroughIsGood() throws Exception {
        JsonNode checks = tried((watching, stream) -> watching.opened(stream));
        assertTrue(result(checks, "port").startsWith("good: It listens on 127.0.0.1 port "));
        assertEquals("good: The other node connected to 10.0.0.7:80.", result(checks, "target"));
    }

    @Test
    void aTargetThatRefusesIsToldInTheWordsOfTheOtherEnd() throws Exception {
        assertEquals("bad: target 10.0.0.7:80 refused the connection", result(tried((watching, stream) -> watching.ended(stream, CloseCode.TARGET_REFUSED, "target 10.0.0.7:80 refused the connection")), "target"));
    }

    @Test
    void oneThatIsTurnedAwayBeforeThereIsAStreamIsNotWaitedForLong() throws Exception {
        assertTrue(result(tried((_, _) -> {}), "target").startsWith("bad: The endpoint took no connection"));
    }
}
