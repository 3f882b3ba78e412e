package org.nettunnel.tunnel;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.ProxyConfig;
import org.nettunnel.api.tunnel.StreamOffer;
import org.nettunnel.api.tunnel.StreamRefused;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelStatus;
import org.nettunnel.compression.deflate.DeflateCompression;
import org.nettunnel.crypto.jdk.JdkSignatures;
import org.nettunnel.tunnel.fixtures.Faults;
import org.nettunnel.tunnel.fixtures.FaultyRelay;
import org.nettunnel.tunnel.fixtures.FaultyWire;
import org.nettunnel.tunnel.history.Plan;
import org.nettunnel.tunnel.history.Talks;
import org.nettunnel.tunnel.wire.KeyLimits;
import org.nettunnel.tunnel.wire.LinkSettings;

/// Two engines with a bad way between them, applications at both that talk through it, and their history.
///
/// **Threads:** one that runs it; conversations have their own.
final class CutPair implements AutoCloseable {
    /// What the way between the engines is.
    enum Way { PIPE, TCP }

    private static final int PATIENCE_SECONDS = 30;
    private static final int RECORDS_A_KEY = 10;
    private static final EndpointId ENDPOINT = EndpointId.random();
    final Talks talks = new Talks(this::state);
    final TestNode outer;
    final TestNode inner;
    private final @Nullable FaultyRelay relay;
    private final TestNode.Halves halves;
    private final AtomicLong cuts = new AtomicLong();
    /// The JDK makes one for itself, to mark what is closed under a blocked thread, and keeps it.
    private final long socketsBefore = Math.max(1, sockets());

    /// @param lanes   on one loop, or on two
    /// @param weather what each connection in turn meets
    CutPair(Way way, int lanes, Supplier<Faults> weather) throws IOException {
        outer = new TestNode("outer", settings(lanes), new JdkSignatures().generate());
        inner = new TestNode("inner", settings(lanes), new JdkSignatures().generate());
        relay = way == Way.TCP ? new FaultyRelay(new InetSocketAddress("127.0.0.1", outer.address().port()), weather, cuts::incrementAndGet) : null;
        if (way == Way.PIPE) inner.wrapping = wire -> new FaultyWire(wire, weather.get(), cuts::incrementAndGet);
        var direct = TestNode.tunnel(outer);
        halves = relay == null ? direct : new TestNode.Halves(direct.inbound(), through(direct.outbound(), relay.port()));
        outer.service.providers().addCompression(new DeflateCompression(), 100);
        inner.service.providers().addCompression(new DeflateCompression(), 100);
        outer.acceptors.put(ENDPOINT, (_, _, client) -> talks.dial(client));
        inner.acceptors.put(ENDPOINT, (_, _, client) -> talks.dial(client));
        outer.service.apply(List.of(halves.inbound()));
        start();
    }

    private static TunnelConfig through(TunnelConfig config, int port) {
        return new TunnelConfig(config.id(), config.name(), new TunnelConfig.Outbound(List.of(new Address("127.0.0.1", port)), "tcp",
                new ProxyConfig.None()), config.trust(), true);
    }

    /// Quick to dial again and to see that the peer is silent; where lanes are even in number, their keys change all the time as well.
    private static TunnelSettings settings(int lanes) {
        var link = LinkSettings.defaults();
        var quick = new LinkSettings(link.streams(), link.unanswered(), Duration.ofMillis(300), Duration.ofMillis(1_200), link.halfClosed(),
                link.drain(), link.contexts());
        var redial = new Redial(Duration.ofMillis(2), Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofSeconds(60));
        var base = TestNode.settings();
        return new TunnelSettings(Math.min(2, lanes), lanes, lanes % 2 == 0 ? quick.with(KeyLimits.every(RECORDS_A_KEY)) : quick, base.dialTimeout(), redial, base.farewell());
    }

    TunnelId tunnel() {
        return halves.inbound().id();
    }

    /// The inner node begins the tunnel, with nothing left of what it was.
    void start() {
        inner.service.apply(List.of(halves.outbound()));
    }

    void stop() {
        inner.service.apply(List.of());
    }

    private static boolean isAt(TestNode node, Predicate<TunnelStatus> wanted) {
        return node.service.states().stream().allMatch(state -> wanted.test(state.status()));
    }

    long cuts() {
        return cuts.get();
    }

    // conversations

    /// Keeps applications at both ends talking as long as `more` says.
    void talkWhile(BooleanSupplier more, Random random) throws Exception {
        talks.talkWhile(more, random, opener(inner), opener(outer));
    }

    /// Begins one when there is room for it.
    void begin(Plan plan, boolean isFromInner) throws Exception {
        talks.begin(plan, opener(isFromInner ? inner : outer));
    }

    private Talks.Opener opener(TestNode from) {
        return (name, compression, edge, observer) -> {
            try {
                from.service.open(new StreamOffer(tunnel(), ENDPOINT, name, compression), edge, observer);
                return true;
            } catch (StreamRefused notUp) {
                awaitUp(from);
                return false;
            }
        };
    }

    private static void awaitUp(TestNode node) {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
                !isAt(node, status -> status instanceof TunnelStatus.Established) && System.nanoTime() < end;) Thread.onSpinWait();
    }

    /// All conversations come to their end, and nothing of them stays.
    void settle() throws Exception {
        talks.awaitAll();
        talks.awaitNothing("streams", this::left);
    }

    /// What the engines still know of streams.
    private long left() {
        return left(outer) + left(inner);
    }

    private static long left(TestNode node) {
        return node.service.streams().size() + node.service.states().stream().mapToLong(state -> state.traffic().openStreams()).sum();
    }

    private String state() {
        return "\n  outer " + outer.service.states() + "\n  " + outer.service.streams() + "\n  inner " + inner.service.states() + "\n  " + inner.service.streams();
    }

    /// Both nodes end; no socket of theirs may be left.
    @Override
    public void close() throws IOException {
        inner.close();
        outer.close();
        if (relay != null) relay.close();
    }

    /// After [#close].
    void assertNoSocketIsLeft() {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10); sockets() > socketsBefore; Thread.onSpinWait())
            if (System.nanoTime() > end) throw new AssertionError(sockets() + " open sockets, and " + socketsBefore + " before");
    }

    /// Open sockets of this process; 0 where the system does not tell.
    private static long sockets() {
        String[] open = new File("/proc/self/fd").list();
        return open == null ? 0 : Stream.of(open).filter(CutPair::isSocket).count();
    }

    private static boolean isSocket(String handle) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd", handle)).toString().startsWith("socket:");
        } catch (IOException closed) {
            return false;
        }
    }
}
