package org.nettunnel.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.nettunnel.system.process.Await;
import org.nettunnel.system.process.NodePair.Endpoint;
import org.nettunnel.system.process.Ports;
import org.nettunnel.system.server.OwnServer;

/// How connections begin, rest and end, seen by the two applications.
class ConnectionsTest extends OnSharedPair {
    private static final int PATIENCE_MILLIS = 20_000;

    @Test
    void losesNoneOfManyShortConnections() throws Exception {
        int connections = Scale.of(3_000, 10_000);
        int atOnce = 32;
        try (OwnServer echo = OwnServer.echo()) {
            Endpoint endpoint = pair.endpoint(echo.port());
            int port = endpoint.port();
            AtomicInteger left = new AtomicInteger(connections);
            ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
            List<Thread> clients = new ArrayList<>();
            long start = System.nanoTime();
            for (int i = 0; i < atOnce; i++) clients.add(Thread.ofVirtual().start(() -> {
                while (left.getAndDecrement() > 0) {
                    try {
                        echoOnce(port);
                    } catch (IOException | AssertionError failure) {
                        failures.add(failure.toString());
                    }
                }
            }));
            for (Thread client : clients) client.join();
            assertEquals(List.of(), failures.stream().limit(5).toList(), failures.size() + " of " + connections + " failed");
            Figures.keep(String.format(Locale.ROOT, "%s %,d connections 0 failed %.0f/s", transport, connections,
                    Figures.perSecond(connections, System.nanoTime() - start)));
            endpoint.remove();
        }
    }

    @Test
    void holdsIdleConnectionsWhileOthersWork() throws Exception {
        int idle = Scale.of(500, 2_000);
        try (OwnServer echo = OwnServer.echo()) {
            Endpoint endpoint = pair.endpoint(echo.port());
            int port = endpoint.port();
            List<Socket> held = new ArrayList<>();
            try {
                for (int i = 0; i < idle; i++) held.add(connect(port));
                Await.until(idle + " connections reached the target", Duration.ofSeconds(20), () -> echo.connections() >= idle);
                for (int i = 0; i < Scale.of(300, 2_000); i++) echoOnce(port);
                for (Socket socket : held) {
                    socket.getOutputStream().write('?');
                    assertEquals('?', socket.getInputStream().read(), "an idle connection answers");
                }
            } finally {
                for (Socket socket : held) socket.close();
            }
            Await.until("all are gone at the target", Duration.ofSeconds(20), () -> echo.connections() == 0);
            Figures.keep(transport + " " + idle + " idle held");
            endpoint.remove();
        }
    }

    @Test
    void carriesAHalfCloseOfTheClient() throws Exception {
        byte[] speech = new byte[3_000_000];
        new Random(1).nextBytes(speech);
        try (OwnServer digest = OwnServer.digestAtTheEnd()) {
            Endpoint endpoint = pair.endpoint(digest.port());
            try (Socket client = connect(endpoint.port())) {
                client.getOutputStream().write(speech);
                client.shutdownOutput();
                assertArrayEquals(MessageDigest.getInstance("SHA-256").digest(speech), client.getInputStream().readAllBytes());
            }
            endpoint.remove();
        }
    }

    @Test
    void carriesAHalfCloseOfTheTarget() throws Exception {
        CompletableFuture<byte[]> heard = new CompletableFuture<>();
        byte[] answer = "I have said all I have to say".getBytes(StandardCharsets.UTF_8);
        try (OwnServer server = OwnServer.speaksFirst(answer, heard)) {
            Endpoint endpoint = pair.endpoint(server.port());
            byte[] speech = new byte[3_000_000];
            new Random(2).nextBytes(speech);
            try (Socket client = connect(endpoint.port())) {
                assertArrayEquals(answer, client.getInputStream().readAllBytes());
                client.getOutputStream().write(speech);
            }
            assertArrayEquals(MessageDigest.getInstance("SHA-256").digest(speech), heard.get(20, TimeUnit.SECONDS));
            endpoint.remove();
        }
    }

    @Test
    void showsAResetOfTheTargetAsAReset() throws Exception {
        try (OwnServer resetting = OwnServer.resetting()) {
            Endpoint endpoint = pair.endpoint(resetting.port());
            try (Socket client = connect(endpoint.port())) {
                client.getOutputStream().write('!');
                assertReset(client);
            }
            endpoint.remove();
        }
    }

    @Test
    void showsAResetOfTheClientAsAReset() throws Exception {
        CompletableFuture<IOException> seen = new CompletableFuture<>();
        try (OwnServer target = OwnServer.of(socket -> {
            try {
                while (socket.getInputStream().read() >= 0) socket.getOutputStream().write('.');
                seen.completeExceptionally(new AssertionError("the target saw an orderly end"));
            } catch (IOException reset) {
                seen.complete(reset);
            }
        })) {
            Endpoint endpoint = pair.endpoint(target.port());
            try (Socket client = connect(endpoint.port())) {
                client.getOutputStream().write('!');
                assertEquals('.', client.getInputStream().read());
                client.setSoLinger(true, 0);
            }
            assertTrue(seen.get(20, TimeUnit.SECONDS) instanceof SocketException, "the target sees a reset");
            endpoint.remove();
        }
    }

    @Test
    void resetsTheClientAndExplainsWhenTheTargetRefuses() throws Exception {
        String target = "127.0.0.1:" + Ports.free();
        assertRefusalExplained(target, target);
    }

    @Test
    void resetsTheClientAndExplainsWhenTheTargetHasNoAddress() throws Exception {
        assertRefusalExplained("no-such-host.invalid:80", "no-such-host.invalid");
    }

    private void assertRefusalExplained(String target, String named) throws Exception {
        logs.allow(named); // that it is said at WARNING is fine
        Endpoint endpoint = pair.endpoint(pair.outer(), target, "off");
        try (Socket client = connect(endpoint.port())) {
            assertReset(client);
        }
        Await.until("the API of the end that dials explains", Duration.ofSeconds(5),
                () -> endpoint.viewAt(pair.inner()).path("lastRefusal").asText().contains(named));
        Await.until("the API of the end that listens explains", Duration.ofSeconds(5),
                () -> endpoint.view().path("lastRefusal").asText().contains(named));
        assertEquals(1, endpoint.view().path("traffic").path("refused").asInt(), "refused connections");
        assertTrue(pair.inner().log().contains(named), "the log of the end that dials explains");
        endpoint.remove();
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        socket.connect(Ports.loopback(port), PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        return socket;
    }

    /// Connects, has 100 bytes echoed, half-closes, sees the end.
    private static void echoOnce(int port) throws IOException {
        byte[] sent = new byte[100];
        java.util.concurrent.ThreadLocalRandom.current().nextBytes(sent);
        try (Socket socket = connect(port)) {
            socket.getOutputStream().write(sent);
            socket.shutdownOutput();
            assertArrayEquals(sent, socket.getInputStream().readAllBytes());
        }
    }

    private static void assertReset(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        SocketException reset = assertThrows(SocketException.class, () -> {
            int read = in.read();
            throw new AssertionError("read " + read + " where a reset was due");
        });
        assertTrue(String.valueOf(reset.getMessage()).contains("reset"), reset::toString);
    }
}
