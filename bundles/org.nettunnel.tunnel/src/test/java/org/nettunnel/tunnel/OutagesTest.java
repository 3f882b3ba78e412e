package org.nettunnel.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.StreamOffer;
import org.nettunnel.api.tunnel.StreamRefused;
import org.nettunnel.api.tunnel.StreamState;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelConfig.Outage;
import org.nettunnel.api.tunnel.TunnelStatus;
import org.nettunnel.tunnel.fixtures.LocalPair;

/// What becomes of streams and sessions while there is no link for long, or never again.
@Timeout(120)
class OutagesTest extends TwoNodes {
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
            assertEquals(CloseCode.SESSION_GONE, carried.heard().end());
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
        assertEquals(CloseCode.SESSION_GONE, late.heard().end());
        assertTrue(System.nanoTime() - opened >= TimeUnit.MILLISECONDS.toNanos(200), "too early");
        assertThrows(IOException.class, () -> late.app().read(ByteBuffer.allocate(1)));
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

    @Test
    void aConnectionThatWaitsForALinkCanBeEndedAndTheOthersGoOn() throws Exception {
        up(Outage.USUAL);
        door.shut();
        await(outer, status -> status instanceof TunnelStatus.Interrupted);
        var ended = open();
        await(() -> outer.service.streams().size() == 1, "it waits");
        String id = outer.service.streams().getFirst().id();
        var waits = open();
        await(() -> outer.service.streams().size() == 2, "both wait");
        assertEquals(2, outer.service.streams().stream().map(StreamState::id).distinct().count());
        assertTrue(outer.service.reset(id, CloseCode.POLICY), id);
        assertEquals(CloseCode.POLICY, ended.heard().end());
        assertFalse(outer.service.reset(id, CloseCode.POLICY), "it is gone");
        assertEquals(1, outer.service.streams().size());
        door.opensTo(outer);
        try (var served = target.accept()) {
            waits.echoes(served, "after it");
            assertTrue(outer.service.reset(outer.service.streams().getFirst().id(), CloseCode.POLICY));
            assertEquals(CloseCode.POLICY, waits.heard().end());
        }
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
    void withoutGraceStreamsEndWithTheLastLink() throws Exception {
        up(new Outage(Duration.ZERO, Duration.ZERO));
        var carried = open();
        try (var served = target.accept()) {
            carried.echoes(served, "before");
            door.shut();
            assertEquals("lost", outer.next());
            assertEquals("lost", inner.next());
            assertEquals(CloseCode.SESSION_GONE, carried.heard().end());
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
            assertEquals(CloseCode.SESSION_GONE, carried.heard().end());
        }
        assertEquals("established", inner.next());
        assertEquals("lost", outer.next());
        assertEquals("established", outer.next());
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
}
