package org.nettunnel.endpoint;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.endpoint.EndpointStatus;
import org.nettunnel.api.endpoint.Endpoints.Half;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelSide;

/// An endpoint that is to listen elsewhere, where it cannot.
class MovedListenerTest {
    private final TunnelsFixture tunnels = new TunnelsFixture();
    private final BlockingQueue<EndpointStatus> news = new LinkedBlockingQueue<>();
    private final EndpointService service = new EndpointService(tunnels, new EndpointSettings(Duration.ofSeconds(5), 9, 16), (_, status) -> news.add(status));
    private final EndpointId id = EndpointId.random();
    private final TunnelId tunnel = TunnelId.random();

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void listensWhereItDidUntilItCanListenWhereItShould() throws Exception {
        int before = listening(0);
        int wanted;
        try (var taken = taken()) {
            wanted = taken.getLocalPort();
            listenOn(wanted);
            var waiting = assertInstanceOf(EndpointStatus.Waiting.class, next());
            assertTrue(waiting.reason().contains("port " + wanted) && waiting.reason().contains("as before"), waiting.reason());
            isTakenOverAt(before);
        }
        assertEquals(new EndpointStatus.Listening("127.0.0.1", wanted), next());
        assertThrows(IOException.class, () -> connect(before).close(), "it listens at one place only");
        isTakenOverAt(wanted);
    }

    @Test
    void listensOnWhereItDidWhenItIsSetBack() throws Exception {
        int before = listening(0);
        try (var taken = taken()) {
            listenOn(taken.getLocalPort());
            assertInstanceOf(EndpointStatus.Waiting.class, next());
            listenOn(0);
            assertEquals(new EndpointStatus.Listening("127.0.0.1", before), next());
            isTakenOverAt(before);
        }
    }

    @Test
    void whatListensMeanwhileEndsWithTheEndpoint() throws Exception {
        int before = listening(0);
        try (var taken = taken(); var alsoTaken = taken()) {
            listenOn(taken.getLocalPort());
            assertInstanceOf(EndpointStatus.Waiting.class, next());
            listenOn(alsoTaken.getLocalPort());
            assertInstanceOf(EndpointStatus.Waiting.class, next());
            isTakenOverAt(before);
            service.apply(List.of());
            assertThrows(IOException.class, () -> connect(before).close());
        }
    }

    @Test
    void movesToAWiderAddressOfTheSamePort() throws Exception {
        int port = listening(0);
        assertNull(service.bar(id, new EndpointConfig.Listen(TunnelSide.INBOUND, "0.0.0.0", port)), "only the endpoint itself is in the way");
        service.apply(List.of(half("0.0.0.0", port)));
        assertEquals(new EndpointStatus.Listening("0.0.0.0", port), next());
        isTakenOverAt(port);
    }

    @Test
    void saysBeforeThatAPortCannotBeHad() throws Exception {
        listening(0);
        try (var taken = taken()) {
            String bar = service.bar(id, new EndpointConfig.Listen(TunnelSide.INBOUND, "127.0.0.1", taken.getLocalPort()));
            assertNotNull(bar);
            assertTrue(bar.startsWith("127.0.0.1 port " + taken.getLocalPort() + " cannot be opened: "), bar);
        }
        assertNull(service.bar(id, new EndpointConfig.Listen(TunnelSide.INBOUND, "127.0.0.1", 0)));
    }

    private int listening(int port) throws InterruptedException {
        listenOn(port);
        return assertInstanceOf(EndpointStatus.Listening.class, next()).port();
    }

    private void listenOn(int port) {
        service.apply(List.of(half("127.0.0.1", port)));
    }

    private Half half(String bind, int port) {
        var listen = new EndpointConfig.Listen(TunnelSide.INBOUND, bind, port);
        return new Half(new EndpointConfig(id, tunnel, "web", listen, new Address("127.0.0.1", 80), EndpointConfig.OFF), true, true);
    }

    private EndpointStatus next() throws InterruptedException {
        EndpointStatus status = news.poll(30, SECONDS);
        assertNotNull(status, "there is no news");
        return status;
    }

    private static ServerSocket taken() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private static Socket connect(int port) throws IOException {
        return new Socket("127.0.0.1", port);
    }

    private void isTakenOverAt(int port) throws Exception {
        try (var client = connect(port)) {
            var opened = tunnels.opened.poll(30, SECONDS);
            assertNotNull(opened);
            assertEquals("127.0.0.1:" + client.getLocalPort(), opened.offer().client());
            opened.edge().close();
        }
    }
}
