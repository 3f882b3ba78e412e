package org.nettunnel.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.nettunnel.system.process.Await;
import org.nettunnel.system.process.Debian;
import org.nettunnel.system.process.NodePair;
import org.nettunnel.system.process.NodePair.Endpoint;
import org.nettunnel.system.process.Ports;
import org.nettunnel.system.process.ProductNode;
import org.nettunnel.system.process.Run;
import org.nettunnel.system.server.OwnServer;

/// Endpoints come, go and change while others carry connections.
class EndpointsTest extends OnSharedPair {
    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void listensAtEitherEnd() throws Exception {
        try (OwnServer echo = OwnServer.echo()) {
            Endpoint there = pair.endpoint(pair.inner(), "127.0.0.1:" + echo.port(), "off");
            assertEchoes("127.0.0.1", there.port());
            assertEquals("outbound", there.viewAt(pair.outer()).path("direction").asText(), "the outer end connects");
            there.remove();
        }
    }

    @Test
    void isMadeAtTheEndThatConnects() throws Exception {
        try (OwnServer echo = OwnServer.echo()) {
            String id = pair.inner().cli().succeed("endpoint", "add", NodePair.TUNNEL, "--outbound", "--listen", "0", "--to",
                    "127.0.0.1:" + echo.port(), "--compression", "off", "--json").json().path("id").asText();
            Endpoint endpoint = new Endpoint(pair.outer(), id);
            Await.until("both ends are ready", SOON, () -> endpoint.port() > 0 && endpoint.view().path("there").path("state").asText().equals("ready"));
            assertEchoes("127.0.0.1", endpoint.port());
            pair.inner().api().delete("/endpoints/" + id);
            Await.until("it is gone at the outer end", SOON, () -> !ids(pair.outer()).contains(id));
        }
    }

    @Test
    void listensOnIpv6() throws Exception {
        try (OwnServer echo = OwnServer.echo()) {
            Endpoint endpoint = pair.add(pair.outer(), "::1", 0, "127.0.0.1:" + echo.port(), "off");
            Await.until("both ends are ready", SOON, () -> endpoint.port() > 0 && endpoint.view().path("there").path("state").asText().equals("ready"));
            assertEchoes("::1", endpoint.port());
            endpoint.remove();
        }
    }

    @Test
    void changesTouchNoStreamOfAnotherEndpoint() throws Exception {
        logs.allow("rights or configuration changed"); // the stream that is cut
        try (OwnServer echo = OwnServer.echo()) {
            Endpoint kept = pair.endpoint(echo.port());
            Endpoint goes = pair.endpoint(echo.port());
            try (Socket running = connect("127.0.0.1", kept.port()); Socket cut = connect("127.0.0.1", goes.port())) {
                assertEchoes(running);
                assertEchoes(cut);
                for (int i = 0; i < 5; i++) {
                    Endpoint other = pair.endpoint(echo.port());
                    assertEchoes(running);
                    other.remove();
                    assertEchoes(running);
                }
                goes.remove();
                assertThrows(IOException.class, () -> assertEchoes(cut), "the connection of a removed endpoint is reset");
                assertEchoes(running);
            }
            kept.remove();
        }
    }

    @Test
    void waitsForAPortInUseAndListensWhenItIsFree() throws Exception {
        try (OwnServer echo = OwnServer.echo()) {
            Endpoint endpoint;
            int port;
            try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
                port = holder.getLocalPort();
                logs.allow(String.valueOf(port));
                endpoint = pair.add(pair.outer(), "127.0.0.1", port, "127.0.0.1:" + echo.port(), "off");
                Await.until("it waits and says why", SOON, () -> {
                    JsonNode here = endpoint.view().path("here");
                    return here.path("state").asText().equals("waiting") && here.path("reason").asText().contains(String.valueOf(port));
                });
            }
            Await.until("it listens", Duration.ofSeconds(45), () -> endpoint.port() == port);
            Await.until("both ends know", SOON, () -> endpoint.viewAt(pair.inner()).path("there").path("state").asText().equals("listening"));
            assertEchoes("127.0.0.1", port);
            endpoint.remove();
        }
    }

    @Test
    void hasNoOpenPortButThoseConfigured() throws Exception {
        String ss = Debian.program("ss");
        try (OwnServer echo = OwnServer.echo()) {
            Endpoint endpoint = pair.endpoint(echo.port());
            assertEquals(configured(pair.outer()), listening(ss, pair.outer()), "open ports of the outer node");
            assertEquals(configured(pair.inner()), listening(ss, pair.inner()), "open ports of the inner node");
            int port = endpoint.port();
            endpoint.remove();
            Await.until("the port is closed", SOON, () -> !Ports.isOpen(port));
            assertEquals(configured(pair.outer()), listening(ss, pair.outer()), "after the endpoint is removed");
        }
    }

    private static Set<Integer> configured(ProductNode node) throws IOException, InterruptedException {
        Set<Integer> ports = new HashSet<>(Set.of(node.port()));
        for (JsonNode view : node.api().get("/endpoints").path("endpoints"))
            if (view.path("here").path("port").asInt() > 0) ports.add(view.path("here").path("port").asInt());
        return ports;
    }

    private static Set<Integer> listening(String ss, ProductNode node) throws IOException, InterruptedException {
        Set<String> marks = node.process().processIds().map(id -> "pid=" + id + ",").collect(Collectors.toSet());
        return Run.succeed(ss, "-H", "-l", "-n", "-t", "-u", "-p").out().lines().filter(line -> marks.stream().anyMatch(line::contains))
                .map(line -> line.trim().split("\\s+")[4]).map(local -> Integer.valueOf(local.substring(local.lastIndexOf(':') + 1)))
                .collect(Collectors.toSet());
    }

    private static Set<String> ids(ProductNode node) throws IOException, InterruptedException {
        return StreamSupport.stream(node.api().get("/endpoints").path("endpoints").spliterator(), false).map(view -> view.path("id").asText())
                .collect(Collectors.toSet());
    }

    private static Socket connect(String host, int port) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(host, port), 10_000);
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void assertEchoes(String host, int port) throws IOException {
        try (Socket socket = connect(host, port)) {
            assertEchoes(socket);
        }
    }

    private static void assertEchoes(Socket socket) throws IOException {
        socket.getOutputStream().write(new byte[] {4, 2});
        byte[] answer = socket.getInputStream().readNBytes(2);
        if (answer.length < 2) throw new IOException("the connection ended");
        assertTrue(answer[0] == 4 && answer[1] == 2);
    }
}
