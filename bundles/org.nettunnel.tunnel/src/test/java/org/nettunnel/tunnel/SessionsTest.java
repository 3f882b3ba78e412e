package org.nettunnel.tunnel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.StreamObserver;
import org.nettunnel.api.tunnel.StreamOffer;
import org.nettunnel.api.tunnel.StreamRefused;
import org.nettunnel.api.tunnel.StreamState;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelConfig.Outage;
import org.nettunnel.api.tunnel.TunnelState;
import org.nettunnel.api.tunnel.TunnelStatus;
import org.nettunnel.crypto.jdk.JdkSignatures;
import org.nettunnel.tunnel.fixtures.Fault;
import org.nettunnel.tunnel.fixtures.Faults;
import org.nettunnel.tunnel.fixtures.FaultyWire;
import org.nettunnel.tunnel.fixtures.LocalPair;

/// Sessions of two lanes between two engines, over links that come and go.
@Timeout(120)
class SessionsTest {
    private static final int LANES = 2;
    private static final Outage SHORT = new Outage(Duration.ofMillis(300), Duration.ofMillis(200));
    private static final Duration FAREWELL = Duration.ofSeconds(1);
    private final EndpointId endpoint = EndpointId.random();
    private TestNode outer;
    private TestNode inner;
    private Door door;
    private ServerSocketChannel target;
    private TestNode.Halves halves;

    @BeforeEach
    void twoNodes() throws IOException {
        outer = node("outer");
        inner = node("inner");
        door = new Door(outer);
        target = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        inner.targets.put(endpoint, (InetSocketAddress) target.getLocalAddress());
        var direct = TestNode.tunnel(outer);
        halves = new TestNode.Halves(direct.inbound(), door.by(direct.outbound()));
    }

    @AfterEach
    void close() throws IOException {
        inner.close();
        outer.close();
        door.close();
        target.close();
    }

    private static TestNode node(String name) throws IOException {
        var settings = TestNode.settings();
        return new TestNode(name, new TunnelSettings(2, LANES, settings.link(), settings.dialTimeout(), settings.redial(), FAREWELL),
                new JdkSignatures().generate());
    }

    private void up(Outage outage) throws Exception {
        halves = new TestNode.Halves(halves.inbound().withOutage(outage), halves.outbound().withOutage(outage));
        outer.service.apply(List.of(halves.inbound()));
        inner.service.apply(List.of(halves.outbound()));
        assertEquals("established", inner.next());
        assertEquals("established", outer.next());
        await(() -> links(inner) == LANES && links(outer) == LANES, "both lanes");
    }

    private static TunnelState state(TestNode node) {
        return node.service.states().getFirst();
    }

    private static int links(TestNode node) {
        return state(node).status() instanceof TunnelStatus.Established(_, var links) ? links.size() : 0;
    }

    private void await(BooleanSupplier wanted, String what) {
        for (long end = System.nanoTime() + TestNode.SOON.toNanos(); !wanted.getAsBoolean(); Thread.onSpinWait())
            if (System.nanoTime() > end) throw new AssertionError("not in time: " + what + "; " + inner.service.states() + outer.service.states());
    }

    private void await(TestNode node, Predicate<TunnelStatus> wanted) {
        await(() -> wanted.test(state(node).status()), "the status");
    }

    /// Hears of one stream.
    private static final class Heard implements StreamObserver {
        final CompletableFuture<CloseCode> code = new CompletableFuture<>();
        final CompletableFuture<Void> opened = new CompletableFuture<>();
        volatile String reason = "";

        @Override
        public void opened() {
            opened.complete(null);
        }

        @Override
        public void ended(CloseCode why, String text, long receivedBytes, long sentBytes) {
            reason = text;
            code.complete(why);
        }

        CloseCode end() throws Exception {
            return code.get(20, TimeUnit.SECONDS);
        }
    }

    private record Carried(SocketChannel app, Heard heard) {
        void echoes(SocketChannel served, String text) throws IOException {
            byte[] bytes = text.getBytes();
            app.write(ByteBuffer.wrap(bytes));
            assertArrayEquals(bytes, read(served, bytes.length));
            served.write(ByteBuffer.wrap(bytes));
            assertArrayEquals(bytes, read(app, bytes.length));
        }
    }

    private static byte[] read(SocketChannel from, int count) throws IOException {
        ByteBuffer got = ByteBuffer.allocate(count);
        while (got.hasRemaining() && from.read(got) >= 0) continue;
        return got.array();
    }

    /// A connection that an application at `outer` makes to the target behind `inner`.
    private Carried open() throws Exception {
        var local = LocalPair.open();
        var heard = new Heard();
        outer.service.open(new StreamOffer(halves.inbound().id(), endpoint, "app", "off"), local.edge(), heard);
        return new Carried(local.app(), heard);
    }

    @Test
    void streamsAreSpreadOverTheLanes() throws Exception {
        up(Outage.USUAL);
        for (int i = 0; i < 4; i++) {
            open().echoes(target.accept(), "stream " + i);
            int count = i + 1;
            await(() -> outer.service.streams().size() == count, count + " streams");
        }
        Set<String> ids = new HashSet<>();
        int[] onLane = new int[LANES];
        for (StreamState stream : outer.service.streams()) {
            ids.add(stream.id());
            onLane[Integer.parseInt(stream.id().split("-")[1])]++;
        }
        assertArrayEquals(new int[] { 2, 2 }, onLane);
        assertEquals(4, ids.size());
        for (String id : ids) assertTrue(outer.service.reset(id, CloseCode.RIGHTS_CHANGED), id);
    }

    @Test
    void aCutTunnelGoesOnWithTheSameStreams() throws Exception {
        up(Outage.USUAL);
        var one = open();
        try (var served = target.accept()) {
            one.echoes(served, "before");
            assertEquals(LANES, outer.service.cut(halves.inbound().id()));
            one.echoes(served, "after");
            await(() -> state(inner).links().resumed() == LANES && state(outer).links().resumed() == LANES, "both lanes again");
            one.echoes(served, "and on");
        }
        assertTrue(inner.events.isEmpty() && outer.events.isEmpty(), "a session that goes on is not told");
        assertEquals(CloseCode.NORMAL, ended(one));
    }

    private static CloseCode ended(Carried carried) throws Exception {
        carried.app.close();
        return carried.heard.end();
    }

    @Test
    void bothEndsSayThatTheyAreInterrupted() throws Exception {
        up(Outage.USUAL);
        door.shut();
        await(inner, status -> status instanceof TunnelStatus.Interrupted(_, _, int attempt, _) && attempt > 1);
        await(outer, status -> status instanceof TunnelStatus.Interrupted);
        var here = assertInstanceOf(TunnelStatus.Interrupted.class, state(inner).status());
        var there = assertInstanceOf(TunnelStatus.Interrupted.class, state(outer).status());
        assertEquals(0, there.attempt());
        assertEquals(Outage.USUAL.grace(), Duration.between(there.since(), there.until()));
        assertFalse(here.reason().isEmpty() || there.reason().isEmpty(), here + " " + there);
        assertTrue(state(inner).links().failed() > 0);
        door.opensTo(outer);
        await(() -> links(inner) == LANES && links(outer) == LANES, "both lanes again");
        assertTrue(inner.events.isEmpty() && outer.events.isEmpty(), "a session that goes on is not told");
    }

    @Test
    void streamsAreGivenUpAtTheEndOfTheGraceTimeOnBothSides() throws Exception {
        up(SHORT);
        var carried = open();
        try (var served = target.accept()) {
            carried.echoes(served, "before");
            long cut = System.nanoTime();
            door.shut();
            assertEquals("lost", outer.next());
            assertTrue(System.nanoTime() - cut >= SHORT.grace().toNanos(), "too early");
            assertEquals("lost", inner.next());
            assertEquals(CloseCode.SESSION_GONE, carried.heard.end());
            assertThrows(IOException.class, () -> served.read(ByteBuffer.allocate(1)));
        }
        assertTrue(state(inner).links().lastReason().length() > 0);
        await(outer, status -> status instanceof TunnelStatus.Disconnected(_, String reason) && reason.contains("longer than its streams wait"));
        door.opensTo(outer);
        assertEquals("established", inner.next());
        assertEquals("established", outer.next());
    }

    @Test
    void aNewConnectionWaitsForALinkAsLongAsItsPatience() throws Exception {
        up(Outage.USUAL);
        patience(Duration.ofMillis(200));
        door.shut();
        await(outer, status -> status instanceof TunnelStatus.Interrupted);
        long opened = System.nanoTime();
        var late = open();
        assertEquals(CloseCode.SESSION_GONE, late.heard.end());
        assertTrue(System.nanoTime() - opened >= TimeUnit.MILLISECONDS.toNanos(200), "too early");
        assertThrows(IOException.class, () -> late.app.read(ByteBuffer.allocate(1)));
        patience(Duration.ofSeconds(30));
        var inTime = open();
        door.opensTo(outer);
        try (var served = target.accept()) {
            inTime.echoes(served, "in time");
        }
        patience(Duration.ZERO);
        door.shut();
        await(outer, status -> status instanceof TunnelStatus.Interrupted);
        var refused = assertThrows(StreamRefused.class, this::open);
        assertEquals(CloseCode.SESSION_GONE, refused.code());
    }

    private void patience(Duration patience) {
        TunnelConfig pinned = halves.inbound().withTrust(halves.inbound().trust().pinnedTo(inner.peer()));
        outer.service.apply(List.of(pinned.withOutage(new Outage(Outage.USUAL.grace(), patience))));
    }

    @Test
    void aShorterGraceIsHeededByASessionThatWaits() throws Exception {
        up(Outage.USUAL);
        door.shut();
        await(outer, status -> status instanceof TunnelStatus.Interrupted);
        outer.service.apply(List.of(halves.inbound().withTrust(halves.inbound().trust().pinnedTo(inner.peer())).withOutage(SHORT)));
        assertEquals("lost", outer.next());
        await(outer, status -> status instanceof TunnelStatus.Disconnected);
        // it comes back and is told that the session is gone: a fresh one begins
        door.opensTo(outer);
        assertEquals("lost", inner.next());
        assertEquals("established", inner.next());
        assertEquals("established", outer.next());
    }

    @Test
    void afterThePeerWasRestartedStreamsAreResetWithTheReasonAndAFreshSessionBegins() throws Exception {
        up(Outage.USUAL);
        EndpointId there = EndpointId.random();
        outer.targets.put(there, (InetSocketAddress) target.getLocalAddress());
        var local = LocalPair.open();
        var heard = new Heard();
        inner.service.open(new StreamOffer(halves.inbound().id(), there, "app", "off"), local.edge(), heard);
        try (var served = target.accept(); var reborn = new TestNode("outer", TestNode.settings(), outer.key)) {
            new Carried(local.app(), heard).echoes(served, "before");
            reborn.service.apply(List.of(halves.inbound().withTrust(halves.inbound().trust().pinnedTo(inner.peer()))));
            door.shut();
            door.opensTo(reborn);
            assertEquals(CloseCode.SESSION_GONE, heard.end());
            assertTrue(heard.reason.contains("restarted"), heard.reason);
            assertEquals("lost", inner.next());
            assertEquals("established", inner.next());
            assertEquals("established", reborn.next());
        }
    }

    @Test
    void whereverTheAnswersToAJoinAreCutTheNextAttemptGetsIn() throws Exception {
        up(Outage.USUAL);
        var carried = open();
        try (var served = target.accept()) {
            // M2, M2s and M4 are some 1,500 bytes; then the first records
            for (int after = 1_150; after < 1_650; after += 25) {
                int cutAfter = after;
                int[] left = { LANES };
                inner.wrapping = wire -> left[0]-- > 0 ? new FaultyWire(wire, Faults.of(false, new Fault.Cut(cutAfter), 4096), () -> {}) : wire;
                inner.service.cut(halves.inbound().id());
                carried.echoes(served, "cut after " + after);
                await(() -> links(inner) == LANES && links(outer) == LANES, "both lanes after " + cutAfter);
            }
        }
        assertTrue(inner.events.isEmpty() && outer.events.isEmpty(), "a session that goes on is not told");
        assertEquals(CloseCode.NORMAL, ended(carried));
    }

    @Test
    void withoutGraceStreamsEndWithTheLastLink() throws Exception {
        up(new Outage(Duration.ZERO, Duration.ZERO));
        var carried = open();
        try (var served = target.accept()) {
            carried.echoes(served, "before");
            door.shut();
            assertEquals("lost", outer.next());
            assertEquals("lost", inner.next());
            assertEquals(CloseCode.SESSION_GONE, carried.heard.end());
        }
        door.opensTo(outer);
        assertEquals("established", inner.next());
        assertEquals("established", outer.next());
    }

    @Test
    void whereTheDiallerGivesUpFirstItsFreshSessionEndsTheOneThatStillWaits() throws Exception {
        up(Outage.USUAL);
        inner.service.apply(List.of(halves.outbound().withOutage(SHORT)));
        var carried = open();
        try (var served = target.accept()) {
            carried.echoes(served, "before");
            door.shut();
            assertEquals("lost", inner.next());
            assertThrows(IOException.class, () -> served.read(ByteBuffer.allocate(1)));
            await(outer, status -> status instanceof TunnelStatus.Interrupted);
            door.opensTo(outer);
            assertEquals(CloseCode.SESSION_GONE, carried.heard.end());
        }
        assertEquals("established", inner.next());
        assertEquals("lost", outer.next());
        assertEquals("established", outer.next());
    }

    @Test
    void aLoadThatIsCutAgainAndAgainArrivesWhole() throws Exception {
        up(Outage.USUAL);
        byte[] load = new byte[4 << 20];
        new Random(3).nextBytes(load);
        var streams = List.of(open(), open(), open());
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        for (Carried carried : streams) {
            ends.add(CompletableFuture.runAsync(() -> echo(target), Executors.newVirtualThreadPerTaskExecutor()));
            ends.add(CompletableFuture.runAsync(() -> writeAll(carried.app, load), Executors.newVirtualThreadPerTaskExecutor()));
        }
        for (Carried carried : streams) {
            for (int at = 0; at < load.length; at += load.length / 4) {
                assertArrayEquals(Arrays.copyOfRange(load, at, at + load.length / 4), read(carried.app, load.length / 4), "from " + at);
                outer.service.cut(halves.inbound().id());
            }
            assertEquals(-1, carried.app.read(ByteBuffer.allocate(1)));
            assertEquals(CloseCode.NORMAL, ended(carried));
        }
        for (var end : ends) end.get(20, TimeUnit.SECONDS);
        assertTrue(inner.events.isEmpty() && outer.events.isEmpty(), "a session that goes on is not told");
    }

    private static void echo(ServerSocketChannel target) {
        try (var served = target.accept()) {
            ByteBuffer some = ByteBuffer.allocate(50_000);
            while (served.read(some.clear()) >= 0) for (some.flip(); some.hasRemaining();) served.write(some);
            served.shutdownOutput();
            served.read(some.clear());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void writeAll(SocketChannel app, byte[] load) {
        try {
            for (ByteBuffer left = ByteBuffer.wrap(load); left.hasRemaining();) app.write(left);
            app.shutdownOutput();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void aDiallerThatStopsWhileItHasNoLinkAndNoStreamsIsGoneAtOnce() throws Exception {
        up(Outage.USUAL);
        door.shut();
        await(inner, status -> status instanceof TunnelStatus.Interrupted);
        long start = System.nanoTime();
        inner.service.close();
        assertTrue(System.nanoTime() - start < FAREWELL.toNanos(), "nobody would use the time");
        assertEquals("lost", inner.next());
    }

    @Test
    void messagesOutliveTheLinks() throws Exception {
        up(Outage.USUAL);
        for (int i = 0; i < 20; i++) {
            assertTrue(outer.service.send(halves.inbound().id(), ("{\"n\":" + i + "}").getBytes()));
            if (i % 5 == 0) outer.service.cut(halves.inbound().id());
        }
        for (int i = 0; i < 20; i++) {
            byte[] message = inner.messages.poll(20, TimeUnit.SECONDS);
            assertNotNull(message, "message " + i);
            assertEquals("{\"n\":" + i + "}", new String(message));
        }
    }

    @Test
    void aNodeThatStopsLetsStreamsEndOverALinkThatIsJoinedMeanwhile() throws Exception {
        up(Outage.USUAL);
        var carried = open();
        try (var served = target.accept()) {
            carried.echoes(served, "before");
            var stopping = CompletableFuture.runAsync(outer.service::close);
            await(() -> !outer.service.send(halves.inbound().id(), "{}".getBytes()), "draining");
            door.cut();
            carried.echoes(served, "after");
            assertEquals(CloseCode.NORMAL, endedBothWays(carried, served));
            stopping.get(20, TimeUnit.SECONDS);
        }
        assertEquals("lost", inner.next());
    }

    private static CloseCode endedBothWays(Carried carried, SocketChannel served) throws Exception {
        carried.app.shutdownOutput();
        assertEquals(-1, served.read(ByteBuffer.allocate(1)));
        served.close();
        assertEquals(-1, carried.app.read(ByteBuffer.allocate(1)));
        carried.app.close();
        return carried.heard.end();
    }
}
