package org.nettunnel.admin.diagnosis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.crypto.SigningKey;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.Tunnels.Measures;
import org.nettunnel.api.tunnel.NodeIdentity;
import org.nettunnel.api.tunnel.Pace;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.api.tunnel.StreamAcceptor;
import org.nettunnel.api.tunnel.StreamObserver;
import org.nettunnel.api.tunnel.StreamOffer;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelListener;
import org.nettunnel.crypto.jdk.AesGcmSuite;
import org.nettunnel.crypto.jdk.JdkHybridExchange;
import org.nettunnel.crypto.jdk.JdkKeySchedule;
import org.nettunnel.crypto.jdk.JdkSignatures;
import org.nettunnel.transport.tcp.SocketWire;
import org.nettunnel.transport.tcp.TcpTransport;
import org.nettunnel.tunnel.Redial;
import org.nettunnel.tunnel.TunnelService;
import org.nettunnel.tunnel.TunnelSettings;
import org.nettunnel.tunnel.wire.LinkSettings;

/// Two real engines with a tunnel between them, over a line that may be slow; applications talk from `outer` to a target behind `inner`.
final class TwoEngines implements AutoCloseable {
    static final TunnelId TUNNEL = TunnelId.random();
    private static final int BLOCK = 16 * 1024;
    final End outer;
    final End inner;
    /// The tunnel, as `inner` has it.
    final TunnelConfig dialled;
    private final ServerSocketChannel door;
    private final @Nullable ServerSocketChannel line;
    final BlockingQueue<SocketChannel> targets = new LinkedBlockingQueue<>();

    /// @param bytesPerSecond of the line; 0: as fast as it goes
    TwoEngines(long bytesPerSecond) throws Exception {
        door = listening();
        line = bytesPerSecond > 0 ? listening() : null;
        outer = new End("outer");
        inner = new End("inner");
        Thread.startVirtualThread(() -> each(door, this::admit));
        ServerSocketChannel slow = line;
        if (slow != null) Thread.startVirtualThread(() -> each(slow, channel -> relay(channel, bytesPerSecond)));
        byte[] psk = new byte[32];
        new SecureRandom().nextBytes(psk);
        Secret secret = Secret.of(psk);
        outer.service.apply(List.of(new TunnelConfig(TUNNEL, "test", new TunnelConfig.Inbound(), new TunnelConfig.Trust(null, secret, null), true)));
        var to = new Address("127.0.0.1", ((InetSocketAddress) (slow == null ? door : slow).getLocalAddress()).getPort());
        dialled = new TunnelConfig(TUNNEL, "test", new TunnelConfig.Outbound(List.of(to), "tcp"), new TunnelConfig.Trust(PeerIdentity.of(outer.key.publicKey()), secret, null), true);
        inner.service.apply(List.of(dialled));
        await(() -> !outer.service.measures(TUNNEL).links().isEmpty() && !inner.service.measures(TUNNEL).links().isEmpty());
    }

    static ServerSocketChannel listening() throws IOException {
        return ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    static void await(BooleanSupplier wanted) {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30); !wanted.getAsBoolean(); LockSupport.parkNanos(1_000_000))
            if (System.nanoTime() > end) throw new AssertionError("not in time");
    }

    private interface Taker {
        void take(SocketChannel channel) throws IOException;
    }

    private static void each(ServerSocketChannel server, Taker taker) {
        try {
            for (;;) taker.take(server.accept());
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void relay(SocketChannel from, long bytesPerSecond) throws IOException {
        SocketChannel to = SocketChannel.open(door.getLocalAddress());
        for (SocketChannel each : List.of(from, to)) {
            each.setOption(java.net.StandardSocketOptions.SO_RCVBUF, BLOCK);
            each.setOption(java.net.StandardSocketOptions.SO_SNDBUF, BLOCK);
        }
        Thread.startVirtualThread(() -> pass(from, to, bytesPerSecond));
        Thread.startVirtualThread(() -> pass(to, from, bytesPerSecond));
    }

    private static void pass(SocketChannel from, SocketChannel to, long bytesPerSecond) {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        try (from; to) {
            for (long due = System.nanoTime(); from.read(block.clear()) >= 0;) {
                due = Math.max(due, System.nanoTime()) + block.flip().remaining() * 1_000_000_000L / bytesPerSecond;
                while (due - System.nanoTime() > 0) LockSupport.parkNanos(due - System.nanoTime());
                while (block.hasRemaining()) to.write(block);
            }
        } catch (IOException gone) {
            // the other direction goes as well
        }
    }

    /// As a node's port does: plain TCP begins with eight bytes of its own.
    private void admit(SocketChannel channel) throws IOException {
        ByteBuffer preface = ByteBuffer.allocate(8);
        while (preface.hasRemaining() && channel.read(preface) >= 0) {
            // until it is whole
        }
        if (preface.hasRemaining()) channel.close();
        else outer.service.accept(new SocketWire(channel, new byte[0]));
    }

    /// An application's socket at `outer`, and the target's at `inner`.
    record Carried(SocketChannel client, SocketChannel target) {}

    Carried open(@Nullable Pace pace) throws Exception {
        try (var server = listening()) {
            SocketChannel app = SocketChannel.open(server.getLocalAddress());
            outer.service.open(new StreamOffer(TUNNEL, EndpointId.random(), "127.0.0.1:7", "off", pace), server.accept(), new Quiet());
            SocketChannel target = targets.poll(30, TimeUnit.SECONDS);
            if (target == null) throw new AssertionError("no target");
            return new Carried(app, target);
        }
    }

    /// Measures for a second and a half while applications do what they do.
    static Diagnosis diagnosis(End end) throws InterruptedException {
        Measures before = end.service.measures(TUNNEL);
        TimeUnit.MILLISECONDS.sleep(1_500);
        return new Diagnosis(before, end.service.measures(TUNNEL));
    }

    @Override
    public void close() throws IOException {
        inner.service.close();
        outer.service.close();
        door.close();
        if (line != null) line.close();
    }

    private record Quiet() implements StreamObserver {
        @Override
        public void opened() {}

        @Override
        public void ended(CloseCode code, String reason, long receivedBytes, long sentBytes) {}
    }

    final class End implements NodeIdentity, TunnelListener, StreamAcceptor {
        final TunnelService service;
        final SigningKey key = new JdkSignatures().generate();
        private final String name;

        End(String name) {
            this.name = name;
            Redial fast = new Redial(Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofSeconds(10));
            service = new TunnelService(new TunnelSettings(1, LinkSettings.defaults(), Duration.ofSeconds(5), fast, Duration.ofMillis(100)));
            var providers = service.providers();
            providers.addSuite(new AesGcmSuite(), 100);
            providers.exchange(new JdkHybridExchange());
            providers.schedule(new JdkKeySchedule());
            providers.signatures(new JdkSignatures());
            providers.identity(this);
            providers.addListener(this);
            providers.acceptor(this);
            providers.addTransport(new TcpTransport());
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
        public void pin(TunnelId tunnel, PeerIdentity peer, String peerName) {}

        @Override
        public void established(TunnelId tunnel) {}

        @Override
        public void lost(TunnelId tunnel, String reason) {}

        @Override
        public void received(TunnelId tunnel, byte[] json) {}

        @Override
        public Dialled accept(TunnelId tunnel, EndpointId endpoint, String client) {
            try (var server = listening()) {
                SocketChannel edge = SocketChannel.open(server.getLocalAddress());
                targets.add(server.accept());
                return new Dialled(edge, "10.0.0.5:80", "off", new Quiet());
            } catch (IOException failed) {
                throw new IllegalStateException(failed);
            }
        }
    }
}
