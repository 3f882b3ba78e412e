package org.nettunnel.endpoint;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.endpoint.EndpointStatus;
import org.nettunnel.api.endpoint.Endpoints.Half;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.StreamObserver;
import org.nettunnel.api.tunnel.StreamRefused;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelSide;

class EndpointServiceTest {
    private static final TunnelId TUNNEL = TunnelId.random();
    private final TunnelsFixture tunnels = new TunnelsFixture();
    private final BlockingQueue<EndpointStatus> news = new LinkedBlockingQueue<>();
    private final EndpointService service = new EndpointService(tunnels,
            new EndpointSettings(Duration.ofSeconds(5), 2, 16), (_, status) -> news.add(status));

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void passesAnAcceptedConnectionToItsTunnel() throws Exception {
        Half half = listening(EndpointId.random(), "127.0.0.1", 0);
        int port = start(half);
        try (var client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            var opened = awaitOpened();
            assertEquals(TUNNEL, opened.offer().tunnel());
            assertEquals(half.config().id(), opened.offer().endpoint());
            assertEquals("127.0.0.1:" + client.getLocalPort(), opened.offer().client());
            opened.edge().close();
        }
    }

    @Test
    void listensOnIPv6() throws Exception {
        int port = start(listening(EndpointId.random(), "::1", 0));
        try (var client = new Socket("::1", port)) {
            assertEquals("[0:0:0:0:0:0:0:1]:" + client.getLocalPort(), awaitOpened().offer().client());
        }
    }

    @Test
    void allOfIPv4IsNotAllOfIPv6() throws Exception {
        int port = start(listening(EndpointId.random(), "0.0.0.0", 0));
        assertThrows(ConnectException.class, () -> new Socket("::1", port).close());
        new Socket("127.0.0.1", port).close();
    }

    @Test
    void resetsAConnectionThatTheTunnelCannotTake() throws Exception {
        tunnels.down = true;
        int port = start(listening(EndpointId.random(), "127.0.0.1", 0));
        try (var client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            assertThrows(SocketException.class, () -> client.getInputStream().read());
        }
        await(() -> service.states().getFirst().lastRefusal() != null);
        var state = service.states().getFirst();
        assertEquals("the tunnel is down", state.lastRefusal());
        assertEquals(1, state.traffic().refused());
        assertEquals(0, state.traffic().open());
    }

    @Test
    void refusesConnectionsPastTheLimitAndTakesThemAgainLater() throws Exception {
        int port = start(listening(EndpointId.random(), "127.0.0.1", 0));
        try (var first = new Socket(InetAddress.getLoopbackAddress(), port);
                var second = new Socket(InetAddress.getLoopbackAddress(), port);
                var third = new Socket(InetAddress.getLoopbackAddress(), port)) {
            var opened = awaitOpened();
            awaitOpened();
            assertThrows(SocketException.class, () -> third.getInputStream().read());
            await(() -> service.states().getFirst().traffic().refused() == 1);
            opened.observer().opened();
            opened.observer().ended(CloseCode.NORMAL, "", 10, 20);
            try (var fourth = new Socket(InetAddress.getLoopbackAddress(), port)) {
                awaitOpened();
            }
        }
        var traffic = service.states().getFirst().traffic();
        assertEquals(10, traffic.receivedBytes());
        assertEquals(20, traffic.sentBytes());
        assertEquals(3, traffic.total());
        assertEquals(1, traffic.refused());
    }

    @Test
    void bytesAreCountedWhileTheyComeAndOnceOnly() throws Exception {
        int port = start(listening(EndpointId.random(), "127.0.0.1", 0));
        try (var client = new Socket(InetAddress.getLoopbackAddress(), port); var other = new Socket(InetAddress.getLoopbackAddress(), port)) {
            var first = awaitOpened();
            var second = awaitOpened();
            var received = new AtomicLong();
            var sent = new AtomicLong();
            first.observer().begins(new StreamObserver.Progress(received::get, sent::get));
            second.observer().begins(new StreamObserver.Progress(() -> 1_000, () -> 1));
            assertEquals(1_000, service.states().getFirst().traffic().receivedBytes());
            received.set(7);
            sent.set(70);
            assertEquals(1_007, service.states().getFirst().traffic().receivedBytes());
            assertEquals(71, service.states().getFirst().traffic().sentBytes());
            first.observer().ended(CloseCode.NORMAL, "", 8, 80);
            received.set(9_999);
            assertEquals(1_008, service.states().getFirst().traffic().receivedBytes());
            assertEquals(81, service.states().getFirst().traffic().sentBytes());
            second.observer().ended(CloseCode.SESSION_GONE, "", 1_000, 1);
            assertEquals(1_008, service.states().getFirst().traffic().receivedBytes());
        }
    }

    @Test
    void bytesNeverGoBackWhileConnectionsEnd() throws Exception {
        var counters = new Counters("web");
        var isOver = new AtomicBoolean();
        var ending = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 20_000; i++) {
                StreamObserver observer = Objects.requireNonNull(counters.enter(10));
                observer.begins(new StreamObserver.Progress(() -> 5, () -> 5));
                observer.ended(CloseCode.NORMAL, "", 5, 5);
            }
            isOver.set(true);
        });
        for (long last = 0; !isOver.get();) {
            long now = counters.traffic().receivedBytes();
            assertTrue(now >= last && now <= 100_000, now + " after " + last);
            last = now;
        }
        ending.join();
        assertEquals(100_000, counters.traffic().receivedBytes());
    }

    @Test
    void reportsAPortInUseAndTakesItWhenItIsFree() throws Exception {
        int port;
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
            service.apply(List.of(listening(EndpointId.random(), "127.0.0.1", port)));
            var waiting = assertInstanceOf(EndpointStatus.Waiting.class, news.poll(10, SECONDS));
            assertTrue(waiting.reason().contains("port " + port), waiting.reason());
        }
        assertEquals(new EndpointStatus.Listening("127.0.0.1", port), news.poll(20, SECONDS));
    }

    @Test
    void leavesAnUnchangedHalfAndItsStreamsAlone() throws Exception {
        Half first = listening(EndpointId.random(), "127.0.0.1", 0);
        int port = start(first);
        Half second = listening(EndpointId.random(), "127.0.0.1", 0);
        service.apply(List.of(first, second));
        assertInstanceOf(EndpointStatus.Listening.class, news.poll(10, SECONDS));
        service.apply(List.of(first));
        assertEquals(second.config().id(), tunnels.resets.poll(10, SECONDS).endpoint());
        assertNull(tunnels.resets.poll());
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        awaitOpened();
    }

    @Test
    void movesAListenerWithoutTouchingItsStreams() throws Exception {
        EndpointId id = EndpointId.random();
        int before = start(listening(id, "127.0.0.1", 0));
        int after = start(listening(id, "::1", 0));
        assertThrows(IOException.class, () -> new Socket("127.0.0.1", before).close());
        new Socket("::1", after).close();
        assertTrue(tunnels.resets.isEmpty());
    }

    @Test
    void closesAStoppedListenerAndResetsItsStreams() throws Exception {
        EndpointId id = EndpointId.random();
        Half half = listening(id, "127.0.0.1", 0);
        int port = start(half);
        service.apply(List.of(new Half(half.config(), true, false)));
        assertEquals(new EndpointStatus.Stopped(), news.poll(10, SECONDS));
        assertEquals(new TunnelsFixture.Reset(id, CloseCode.RIGHTS_CHANGED), tunnels.resets.poll(10, SECONDS));
        assertThrows(IOException.class, () -> new Socket("127.0.0.1", port).close());
    }

    @Test
    void whatIsOpenedWhileStreamsAreResetIsOfTheNewTarget() throws Exception {
        try (var old = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()); var wanted = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            EndpointId id = EndpointId.random();
            service.apply(List.of(dialling(id, new Address("127.0.0.1", old.getLocalPort()))));
            var targets = new ArrayList<String>();
            tunnels.meanwhile = () -> {
                try {
                    var dialled = service.accept(TUNNEL, id, "a claim");
                    targets.add(dialled.target());
                    dialled.edge().close();
                } catch (IOException | StreamRefused failed) {
                    throw new AssertionError(failed);
                }
            };
            service.apply(List.of(dialling(id, new Address("127.0.0.1", wanted.getLocalPort()))));
            assertEquals(List.of("127.0.0.1:" + wanted.getLocalPort()), targets);
        }
    }

    @Test
    void dialsTheTargetOfItsOwnCopy() throws Exception {
        try (var target = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            EndpointId id = EndpointId.random();
            service.apply(List.of(dialling(id, new Address("localhost", target.getLocalPort()))));
            var dialled = service.accept(TUNNEL, id, "a claim");
            try (var edge = dialled.edge(); var accepted = target.accept()) {
                assertEquals(((InetSocketAddress) edge.getLocalAddress()).getPort(), accepted.getPort());
                assertEquals("localhost:" + target.getLocalPort(), dialled.target());
            }
            dialled.observer().ended(CloseCode.RIGHTS_CHANGED, "cut later", 1, 2);
            assertEquals(0, service.states().getFirst().traffic().open());
            assertEquals(0, service.states().getFirst().traffic().refused(), "it was carried, then cut");
        }
    }

    @Test
    void saysThatTheTargetRefused() throws Exception {
        EndpointId id = EndpointId.random();
        service.apply(List.of(dialling(id, new Address("127.0.0.1", freePort()))));
        var refused = assertThrows(StreamRefused.class, () -> service.accept(TUNNEL, id, "a claim"));
        assertEquals(CloseCode.TARGET_REFUSED, refused.code());
        assertEquals(refused.getMessage(), service.states().getFirst().lastRefusal());
        assertEquals(0, service.states().getFirst().traffic().open());
    }

    @Test
    void saysThatTheTargetIsNotKnown() throws Exception {
        EndpointId id = EndpointId.random();
        service.apply(List.of(dialling(id, new Address("no-such-host.invalid", 80))));
        var refused = assertThrows(StreamRefused.class, () -> service.accept(TUNNEL, id, "a claim"));
        assertEquals(CloseCode.TARGET_UNREACHABLE, refused.code());
    }

    @Test
    void refusesStreamsToWhatIsNotItsToDial() throws Exception {
        EndpointId dials = EndpointId.random();
        EndpointId listens = EndpointId.random();
        EndpointId stopped = EndpointId.random();
        service.apply(List.of(dialling(dials, new Address("127.0.0.1", 9)), listening(listens, "127.0.0.1", 0),
                new Half(dialling(stopped, new Address("127.0.0.1", 9)).config(), false, false)));
        assertEquals(CloseCode.POLICY, refusal(TUNNEL, EndpointId.random()));
        assertEquals(CloseCode.POLICY, refusal(TunnelId.random(), dials));
        assertEquals(CloseCode.POLICY, refusal(TUNNEL, listens));
        assertEquals(CloseCode.POLICY, refusal(TUNNEL, stopped));
    }

    private CloseCode refusal(TunnelId tunnel, EndpointId endpoint) {
        return assertThrows(StreamRefused.class, () -> service.accept(tunnel, endpoint, "a claim")).code();
    }

    private int start(Half half) throws InterruptedException {
        service.apply(List.of(half));
        EndpointStatus status = news.poll(10, SECONDS);
        return assertInstanceOf(EndpointStatus.Listening.class, status).port();
    }

    private TunnelsFixture.Opened awaitOpened() throws InterruptedException {
        var opened = tunnels.opened.poll(10, SECONDS);
        assertNotNull(opened);
        return opened;
    }

    /// The reset reaches the client a moment before the counters.
    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "the counters do not change");
            Thread.onSpinWait();
        }
    }

    private static Half listening(EndpointId id, String bind, int port) {
        return half(id, new EndpointConfig.Listen(TunnelSide.INBOUND, bind, port), new Address("127.0.0.1", 80), true);
    }

    private static Half dialling(EndpointId id, Address target) {
        return half(id, new EndpointConfig.Listen(TunnelSide.INBOUND, "127.0.0.1", 0), target, false);
    }

    private static Half half(EndpointId id, EndpointConfig.Listen listen, Address target, boolean listens) {
        return new Half(new EndpointConfig(id, TUNNEL, "web " + id, listen, target, EndpointConfig.OFF), listens, true);
    }

    /// A port that nobody listens on: it was free a moment ago.
    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
