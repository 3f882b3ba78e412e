package org.nettunnel.tunnel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.StreamState;
import org.nettunnel.api.tunnel.TunnelConfig.Outage;
import org.nettunnel.tunnel.fixtures.Fault;
import org.nettunnel.tunnel.fixtures.Faults;
import org.nettunnel.tunnel.fixtures.FaultyWire;

/// Links that come and go under sessions of two lanes.
@Timeout(120)
class SessionsTest extends TwoNodes {
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
    void aLoadThatIsCutAgainAndAgainArrivesWhole() throws Exception {
        up(Outage.USUAL);
        byte[] load = new byte[4 << 20];
        new Random(3).nextBytes(load);
        var streams = List.of(open(), open(), open());
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        for (Carried carried : streams) {
            ends.add(CompletableFuture.runAsync(() -> echo(target), Executors.newVirtualThreadPerTaskExecutor()));
            ends.add(CompletableFuture.runAsync(() -> writeAll(carried.app(), load), Executors.newVirtualThreadPerTaskExecutor()));
        }
        for (Carried carried : streams) {
            for (int at = 0; at < load.length; at += load.length / 4) {
                assertArrayEquals(Arrays.copyOfRange(load, at, at + load.length / 4), read(carried.app(), load.length / 4), "from " + at);
                outer.service.cut(halves.inbound().id());
            }
            assertEquals(-1, carried.app().read(ByteBuffer.allocate(1)));
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
        carried.app().shutdownOutput();
        assertEquals(-1, served.read(ByteBuffer.allocate(1)));
        served.close();
        assertEquals(-1, carried.app().read(ByteBuffer.allocate(1)));
        carried.app().close();
        return carried.heard().end();
    }
}
