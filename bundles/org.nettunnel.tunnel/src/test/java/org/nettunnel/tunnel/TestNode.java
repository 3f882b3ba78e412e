package org.nettunnel.tunnel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;

import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.crypto.SigningKey;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.transport.Transport;
import org.nettunnel.api.transport.Way;
import org.nettunnel.api.transport.Wire;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.NodeIdentity;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.api.tunnel.StreamAcceptor;
import org.nettunnel.api.tunnel.StreamObserver;
import org.nettunnel.api.tunnel.StreamRefused;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelListener;
import org.nettunnel.crypto.jdk.AesGcmSuite;
import org.nettunnel.crypto.jdk.JdkHybridExchange;
import org.nettunnel.crypto.jdk.JdkKeySchedule;
import org.nettunnel.crypto.jdk.JdkSignatures;
import org.nettunnel.tunnel.fixtures.SocketWire;
import org.nettunnel.tunnel.wire.LinkSettings;

/// A whole engine with real cryptography and a port on loopback, as a node would have it.
final class TestNode implements AutoCloseable, NodeIdentity, TunnelListener, StreamAcceptor {
    static final Duration SOON = Duration.ofSeconds(20);
    final TunnelService service;
    final SigningKey key;
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
    final Map<TunnelId, PeerIdentity> pins = new ConcurrentHashMap<>();
    final Map<EndpointId, InetSocketAddress> targets = new ConcurrentHashMap<>();
    /// Ask in place of `targets`.
    final Map<EndpointId, StreamAcceptor> acceptors = new ConcurrentHashMap<>();
    /// What stands before each wire that is dialled.
    volatile UnaryOperator<Wire> wrapping = UnaryOperator.identity();
    /// Where each dialled wire led, be it a proxy.
    final BlockingQueue<Integer> dialledPorts = new LinkedBlockingQueue<>();
    final BlockingQueue<Wire> dialled = new LinkedBlockingQueue<>();
    volatile Runnable whilePinning = () -> {};
    private final String name;
    private final ServerSocketChannel server;

    TestNode(String name) throws IOException {
        this(name, settings(), new JdkSignatures().generate());
    }

    static TunnelSettings settings() {
        Redial fast = new Redial(Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofSeconds(10));
        return new TunnelSettings(1, LinkSettings.defaults(), Duration.ofSeconds(5), fast, Duration.ofSeconds(3));
    }

    TestNode(String name, TunnelSettings settings, SigningKey key) throws IOException {
        this.name = name;
        this.key = key;
        service = new TunnelService(settings);
        var providers = service.providers();
        providers.addSuite(new AesGcmSuite(), 100);
        providers.exchange(new JdkHybridExchange());
        providers.schedule(new JdkKeySchedule());
        providers.signatures(new JdkSignatures());
        providers.identity(this);
        providers.addListener(this);
        providers.acceptor(this);
        providers.addTransport(new LoopbackTransport());
        server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.startVirtualThread(this::listen);
    }

    private void listen() {
        try {
            for (;;) service.accept(new SocketWire(server.accept()));
        } catch (IOException closed) {
            // the test is over
        }
    }

    private final class LoopbackTransport implements Transport {
        @Override
        public String name() {
            return "tcp";
        }

        @Override
        public Wire dial(Address address, Way way, Duration timeout) throws IOException {
            Wire wire = wrapping.apply(new SocketWire(way.connect(address, timeout)));
            dialled.add(wire);
            dialledPorts.add(((InetSocketAddress) wire.channel().getRemoteAddress()).getPort());
            return wire;
        }
    }

    Address address() throws IOException {
        return new Address("127.0.0.1", ((InetSocketAddress) server.getLocalAddress()).getPort());
    }

    PeerIdentity peer() {
        return PeerIdentity.of(key.publicKey());
    }

    /// The next event, or a failure that says so.
    String next() throws InterruptedException {
        String event = events.poll(SOON.toSeconds(), java.util.concurrent.TimeUnit.SECONDS);
        if (event == null) throw new AssertionError("no event at " + name);
        return event;
    }

    /// The two halves of one tunnel, the inbound one at `outer`.
    record Halves(TunnelConfig inbound, TunnelConfig outbound) {}

    static Halves tunnel(TestNode outer) throws IOException {
        TunnelId id = TunnelId.random();
        byte[] psk = new byte[32];
        new java.security.SecureRandom().nextBytes(psk);
        Secret secret = Secret.of(psk);
        return new Halves(new TunnelConfig(id, "test", new TunnelConfig.Inbound(), new TunnelConfig.Trust(null, secret, null), true),
                new TunnelConfig(id, "test", new TunnelConfig.Outbound(List.of(outer.address()), "tcp"),
                        new TunnelConfig.Trust(outer.peer(), secret, null), true));
    }

    @Override
    public SigningKey key() {
        return key;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void pin(TunnelId tunnel, PeerIdentity peer, String peerName) {
        pins.put(tunnel, peer);
        whilePinning.run();
    }

    @Override
    public void established(TunnelId tunnel) {
        events.add("established");
    }

    @Override
    public void lost(TunnelId tunnel, String reason) {
        events.add("lost");
    }

    @Override
    public void received(TunnelId tunnel, byte[] json) {
        messages.add(json);
    }

    @Override
    public Dialled accept(TunnelId tunnel, EndpointId endpoint, String client) throws StreamRefused {
        StreamAcceptor acceptor = acceptors.get(endpoint);
        if (acceptor != null) return acceptor.accept(tunnel, endpoint, client);
        InetSocketAddress target = targets.get(endpoint);
        if (target == null) throw new StreamRefused(CloseCode.POLICY, "endpoint " + endpoint + " is not known here");
        try {
            return new Dialled(SocketChannel.open(target), target.toString(), "off", new Quiet());
        } catch (IOException failed) {
            throw new StreamRefused(CloseCode.TARGET_REFUSED, target + ": " + failed.getMessage());
        }
    }

    private static final class Quiet implements StreamObserver {
        @Override
        public void opened() {}

        @Override
        public void ended(CloseCode code, String reason, long receivedBytes, long sentBytes) {}
    }

    @Override
    public void close() throws IOException {
        server.close();
        service.close();
    }
}
