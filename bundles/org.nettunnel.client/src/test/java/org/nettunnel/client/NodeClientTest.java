package org.nettunnel.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.nettunnel.api.admin.LoginRequest;
import org.nettunnel.api.admin.NodeOperations;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.StreamView;
import org.nettunnel.api.admin.TunnelOperations;
import org.nettunnel.api.admin.TunnelView;
import org.nettunnel.api.crypto.Fingerprint;
import org.nettunnel.client.NodeException.Refused;
import org.nettunnel.client.NodeException.UnknownCertificate;
import org.nettunnel.client.NodeException.Unreachable;

/// The client against a real TLS server.
class NodeClientTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final String SESSION = """
            {"token":"t","user":"root","role":"administrator","expires":"2026-11-22T12:00:00Z","comesLater":{"a":[1]}}""";

    @Test
    void callsANodeWhoseCertificateIsPinnedWhateverItsName() throws Exception {
        try (var server = new TestServer(200, "application/json", SESSION)) {
            var client = new NodeClient(server.address(), TestServer.fingerprint(), "", TIMEOUT);
            assertEquals("root", client.call(NodeOperations.LOG_IN, new LoginRequest("root", "p\"w")).user());
            assertEquals("POST /api/v1/login null application/json {\"user\":\"root\",\"password\":\"p\\\"w\"}", server.asked.take());
        }
    }

    @Test
    void sendsTheTokenAndEncodesTheId() throws Exception {
        try (var server = new TestServer(204, "application/json", "")) {
            new NodeClient(server.address(), TestServer.fingerprint(), "t", TIMEOUT).call(TunnelOperations.REMOVE_TUNNEL, "my office/ü", new Nothing());
            assertEquals("DELETE /api/v1/tunnels/my%20office%2F%C3%BC Bearer t null ", server.asked.take());
        }
    }

    @Test
    void anUnknownCertificateIsShownAndNothingIsSent() throws Exception {
        try (var server = new TestServer(200, "application/json", SESSION)) {
            var stranger = new NodeClient(server.address(), null, "CANARY", TIMEOUT);
            var unknown = assertThrows(UnknownCertificate.class, () -> stranger.call(NodeOperations.LOG_IN, new LoginRequest("root", "CANARY")));
            assertEquals(TestServer.fingerprint(), unknown.fingerprint());
            var wrong = new NodeClient(server.address(), Fingerprint.of(new byte[1]), "CANARY", TIMEOUT);
            assertEquals(TestServer.fingerprint(), assertThrows(UnknownCertificate.class, () -> wrong.call(NodeOperations.STATUS, new Nothing())).fingerprint());
            assertTrue(server.asked.isEmpty());
        }
    }

    @Test
    void aProblemIsThrownWithItsSentence() throws Exception {
        try (var server = new TestServer(409, "application/problem+json", "{\"title\":\"Conflict\",\"status\":409,\"detail\":\"there are two\"}")) {
            var client = new NodeClient(server.address(), TestServer.fingerprint(), "t", TIMEOUT);
            var refused = assertThrows(Refused.class, () -> client.call(TunnelOperations.LIST_TUNNELS, new Nothing()));
            assertEquals("there are two", refused.sentence());
            assertEquals(409, refused.problem().status());
        }
        try (var server = new TestServer(401, "application/problem+json", "{\"title\":\"Unauthorized\",\"status\":401,\"detail\":\"wrong\"}")) {
            var client = new NodeClient(server.address(), TestServer.fingerprint(), "", TIMEOUT);
            assertEquals("wrong", assertThrows(Refused.class, () -> client.call(NodeOperations.LOG_IN, new LoginRequest("root", "no"))).sentence());
        }
        try (var server = new TestServer(404, "application/problem+json", "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404}")) {
            var client = new NodeClient(server.address(), TestServer.fingerprint(), "t", TIMEOUT);
            assertEquals("the node answered 404 Not Found", assertThrows(Refused.class, () -> client.call(NodeOperations.STATUS, new Nothing())).sentence());
        }
    }

    @Test
    void whatIsNoNodeIsToldAsSuch() throws Exception {
        try (var server = new TestServer(200, "text/html", "<html>")) {
            var client = new NodeClient(server.address(), TestServer.fingerprint(), "", TIMEOUT);
            assertTrue(unreachable(client).contains("is not a NetTunnel node: it answered 200 with text/html"));
        }
        try (var plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> {
                try (var socket = plain.accept()) {
                    socket.getOutputStream().write("SSH-2.0-OpenSSH_9.2\r\n".getBytes(StandardCharsets.US_ASCII));
                    socket.shutdownOutput();
                    socket.getInputStream().readAllBytes();
                } catch (IOException closed) {
                    // the client has seen enough
                }
            });
            var client = new NodeClient(new NodeAddress("127.0.0.1", plain.getLocalPort()), null, "", TIMEOUT);
            String told = unreachable(client);
            assertTrue(told.contains("not a NetTunnel node"), told);
        }
    }

    @Test
    void nobodyThereAndNoSuchHostAreToldApart() throws Exception {
        int free;
        try (var gone = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            free = gone.getLocalPort();
        }
        assertEquals("nothing listens at https://127.0.0.1:" + free + "; is the node running, and is that its port?",
                unreachable(new NodeClient(new NodeAddress("127.0.0.1", free), null, "", TIMEOUT)));
        assertEquals("there is no host 'no.such.invalid'; check the name",
                unreachable(new NodeClient(new NodeAddress("no.such.invalid", 1), null, "", TIMEOUT)));
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var client = new NodeClient(new NodeAddress("127.0.0.1", silent.getLocalPort()), null, "", Duration.ofMillis(1));
            assertTrue(unreachable(client).contains("did not answer in"));
        }
    }

    private static String unreachable(NodeClient client) {
        return assertThrows(Unreachable.class, () -> client.call(NodeOperations.STATUS, new Nothing())).sentence();
    }

    @Test
    void readsWhatItWrites() throws Exception {
        var tunnel = new TunnelView("id", "ö\n", "outbound", List.of("a:1", "b:2"), null, "none", "waiting", "", null, Instant.EPOCH, 2,
                null, null, new TunnelView.Outage(120, 0), List.of(new TunnelView.Link(1, "r", "tcp", "s", false, 3, 1.5, Instant.EPOCH)),
                new TunnelView.Traffic(1, Long.MAX_VALUE, 3, 4), new TunnelView.History(1, 2, 3, 4, "why"), new TunnelView.PeerMay(true, false),
                new TunnelView.OnTrial(Instant.EPOCH, true));
        var page = new TunnelView.Page(List.of(tunnel));
        assertEquals(page, RecordJson.read(RecordJson.write(page).getBytes(StandardCharsets.UTF_8), TunnelView.Page.class));
        assertEquals(page, RecordJson.read(RecordJson.writePretty(page).getBytes(StandardCharsets.UTF_8), TunnelView.Page.class));
        for (String wrong : new String[] {"", "[]", "{", "{\"streams\":1}", "{\"streams\":[1]}", "{\"streams\":[{\"since\":\"x\"}]}", "{} {}", "null"})
            assertThrows(IOException.class, () -> RecordJson.read(wrong.getBytes(StandardCharsets.UTF_8), StreamView.Page.class), wrong);
    }

    @Test
    void readsAddressesAsPeopleWriteThem() {
        assertEquals("https://outer.example:52845", NodeAddress.parse("outer.example").url());
        assertEquals("https://[::1]:443", NodeAddress.parse("https://[::1]:443/").url());
        assertEquals(8, NodeAddress.parse("h:8").port());
        for (String wrong : new String[] {"", "http://h", "https://u@h", "h:0", "h:65536", "https://h/path", "a b", "https://h?x"})
            assertTrue(assertThrows(IllegalArgumentException.class, () -> NodeAddress.parse(wrong)).getMessage().contains("'" + wrong + "'"), wrong);
    }
}
