package org.nettunnel.endpoint;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.endpoint.EndpointStatus;
import org.nettunnel.api.endpoint.Endpoints.Half;
import org.nettunnel.api.endpoint.Endpoints.Owner;
import org.nettunnel.api.node.Accounts.User;
import org.nettunnel.api.node.Node.EndpointDraft;
import org.nettunnel.api.node.Rights;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.Pace;
import org.nettunnel.api.tunnel.StreamRefused;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelSide;

/// Endpoints that are a user's own: the right is asked for at every connection, at either end.
class OwnedEndpointTest {
    private static final TunnelId TUNNEL = TunnelId.random();
    private static final Owner OWNER = new Owner("guest", false);
    private final TunnelsFixture tunnels = new TunnelsFixture();
    private final BlockingQueue<EndpointStatus> news = new LinkedBlockingQueue<>();
    private @Nullable Rights rights;
    private final Fake fake = new Fake();
    private final EndpointService service = new EndpointService(tunnels, new EndpointSettings(Duration.ofSeconds(5), 2, 16), (_, status) -> news.add(status), () -> rights);

    /// Counts what it gives away.
    private static final class Fake implements Rights {
        final AtomicInteger held = new AtomicInteger();
        final Pace pace = new Pace(1_000);
        Predicate<InetAddress> mayDial = _ -> true;
        boolean refuses;

        @Override
        public boolean may(User user, Act act, TunnelId tunnel) {
            throw new UnsupportedOperationException("the engine knows owners by name only");
        }

        @Override
        public boolean may(User user, Act act, EndpointId endpoint) {
            throw new UnsupportedOperationException("the engine knows owners by name only");
        }

        @Override
        public Optional<String> owner(EndpointId endpoint) {
            return Optional.empty();
        }

        @Override
        public void check(User user, EndpointDraft draft) {
            throw new UnsupportedOperationException("the engine makes no endpoints");
        }

        @Override
        public Permit admit(String owner, EndpointConfig endpoint) throws StreamRefused {
            assertEquals("guest", owner);
            if (refuses) throw new StreamRefused(CloseCode.POLICY, "he is disabled");
            held.incrementAndGet();
            return new Permit() {
                @Override
                public boolean mayDial(InetAddress address) {
                    return mayDial.test(address);
                }

                @Override
                public Pace pace() {
                    return pace;
                }

                @Override
                public void end() {
                    held.decrementAndGet();
                }
            };
        }
    }

    @AfterEach
    void close() {
        service.close();
    }

    private static Half half(boolean listens, Address target, Owner owner) {
        return new Half(new EndpointConfig(new EndpointId(java.util.UUID.nameUUIDFromBytes(new byte[1])), TUNNEL, "web",
                new EndpointConfig.Listen(TunnelSide.INBOUND, "127.0.0.1", 0), target, EndpointConfig.OFF), listens, true, owner);
    }

    private int listening() throws InterruptedException {
        service.apply(List.of(half(true, new Address("127.0.0.1", 80), OWNER)));
        return assertInstanceOf(EndpointStatus.Listening.class, news.poll(10, SECONDS)).port();
    }

    @Test
    void aConnectionHasThePaceOfItsOwnerAndGivesItsRightBackAtItsEnd() throws Exception {
        rights = fake;
        try (var client = new Socket(InetAddress.getLoopbackAddress(), listening())) {
            assertTrue(client.isConnected());
            var opened = tunnels.opened.poll(10, SECONDS);
            assertNotNull(opened);
            assertSame(fake.pace, opened.offer().pace());
            assertEquals(1, fake.held.get());
            opened.observer().ended(CloseCode.NORMAL, "", 0, 0);
            assertEquals(0, fake.held.get());
            opened.edge().close();
        }
    }

    @Test
    void withoutARightOrWithNobodyWhoKnowsItTheApplicationIsReset() throws Exception {
        int port = listening();
        for (boolean known : List.of(false, true)) {
            rights = known ? fake : null;
            fake.refuses = true;
            try (var client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThrows(SocketException.class, () -> client.getInputStream().read());
            }
        }
        assertNull(tunnels.opened.poll());
        assertEquals(0, service.states().getFirst().traffic().open());
    }

    @Test
    void theEndThatDialsAsksToo() throws Exception {
        try (var target = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Half half = half(false, new Address("localhost", target.getLocalPort()), OWNER);
            service.apply(List.of(half));
            assertEquals(CloseCode.POLICY, refusal(half));
            rights = fake;
            fake.refuses = true;
            assertEquals(CloseCode.POLICY, refusal(half));
            fake.refuses = false;
            fake.mayDial = address -> !address.isLoopbackAddress();
            assertEquals(CloseCode.POLICY, refusal(half));
            assertEquals(0, fake.held.get());
            fake.mayDial = _ -> true;
            var dialled = service.accept(TUNNEL, half.config().id(), "a claim");
            assertSame(fake.pace, dialled.pace());
            assertEquals(1, fake.held.get());
            dialled.edge().close();
            dialled.observer().ended(CloseCode.NORMAL, "", 0, 0);
            assertEquals(0, fake.held.get());
            assertEquals(0, service.states().getFirst().traffic().open());
        }
    }

    private CloseCode refusal(Half half) {
        return assertThrows(StreamRefused.class, () -> service.accept(TUNNEL, half.config().id(), "a claim")).code();
    }

    @Test
    void aBoundThatIsNewResetsWhatRanWithoutAndALooserOneDoesNot() throws Exception {
        rights = fake;
        Address target = new Address("127.0.0.1", 80);
        service.apply(List.of(half(false, target, OWNER)));
        service.apply(List.of(half(false, target, new Owner("guest", true))));
        assertEquals(CloseCode.RIGHTS_CHANGED, tunnels.resets.poll(10, SECONDS).code());
        service.apply(List.of(half(false, target, OWNER)));
        assertNull(tunnels.resets.poll());
    }

    @Test
    void aGrantThatIsGoneResetsWhatRanUnderItAndOneMoreDoesNot() throws Exception {
        rights = fake;
        Address target = new Address("db.example", 80);
        service.apply(List.of(half(false, target, new Owner("guest", false, Set.of("10.0.0.0/8:80")))));
        service.apply(List.of(half(false, target, new Owner("guest", false, Set.of("10.0.0.0/8:80", "11.0.0.0/8:80")))));
        assertNull(tunnels.resets.poll());
        service.apply(List.of(half(false, target, new Owner("guest", false, Set.of("11.0.0.0/8:80")))));
        assertEquals(CloseCode.RIGHTS_CHANGED, tunnels.resets.poll(10, SECONDS).code());
    }
}
