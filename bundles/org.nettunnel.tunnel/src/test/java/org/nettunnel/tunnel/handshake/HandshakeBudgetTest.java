package org.nettunnel.tunnel.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

/// What strangers may ask of a node.
class HandshakeBudgetTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long LONG = TimeUnit.MINUTES.toNanos(1);

    private long now = Long.MAX_VALUE - SECOND / 2;
    private final HandshakeBudget budget = new HandshakeBudget(2, () -> now);

    @Test
    void strangersHaveABurstOfFortyAndTwentyASecond() throws UnknownHostException {
        assertEquals(40, taken("192.0.2.1", false, 100));
        // across the overflow of the clock
        now += SECOND;
        assertEquals(20, taken("192.0.2.1", false, 100));
        assertEquals(40, taken("192.0.2.2", false, 100));
        now += 60 * SECOND;
        assertEquals(40, taken("192.0.2.1", false, 100));
    }

    @Test
    void whoHasAGoodBinderHasMoreAndItsOwn() throws UnknownHostException {
        assertEquals(40, taken("192.0.2.1", false, 100));
        assertEquals(1_000, taken("192.0.2.1", true, 2_000));
        now += SECOND;
        assertEquals(200, taken("192.0.2.1", true, 2_000));
    }

    @Test
    void aNetworkOfIPv6IsOneAddress() throws UnknownHostException {
        assertEquals(40, taken("2001:db8:0:1::1", false, 40));
        assertEquals(0, taken("2001:db8:0:1:ffff::2", false, 1));
        assertEquals(1, taken("2001:db8:0:2::1", false, 1));
    }

    @Test
    void remembersTheLastAddressesOnly() throws UnknownHostException {
        assertEquals(40, taken("192.0.2.1", false, 100));
        for (int i = 0; i < 16_384; i++) budget.takes(InetAddress.getByAddress(new byte[] { 10, 0, (byte) (i >> 8), (byte) i }), false);
        assertEquals(40, taken("192.0.2.1", false, 100));
    }

    @Test
    void anAddressHasSixtyFourHandshakesAtOnceAndAllHave512() throws UnknownHostException {
        var one = InetAddress.getByName("192.0.2.1");
        for (int i = 0; i < 64; i++) assertTrue(budget.begins(one));
        assertFalse(budget.begins(one));
        for (int i = 0; i < 448; i++) assertTrue(budget.begins(InetAddress.getByAddress(new byte[] { 10, 0, (byte) (i >> 8), (byte) i })));
        assertFalse(budget.begins(InetAddress.getByName("192.0.2.2")));
        budget.ends(one);
        assertTrue(budget.begins(one));
        assertFalse(budget.begins(one));
    }

    @Test
    void remembersTheLastBindersOnly() {
        assertTrue(budget.isFresh(new byte[48]));
        assertFalse(budget.isFresh(new byte[48]));
        for (int i = 1; i <= 16_384; i++) assertTrue(budget.isFresh(new byte[] { (byte) (i >> 8), (byte) i }));
        assertTrue(budget.isFresh(new byte[48]));
    }

    private int taken(String address, boolean proved, int tries) throws UnknownHostException {
        int taken = 0;
        for (int i = 0; i < tries; i++) if (budget.takes(InetAddress.getByName(address), proved)) taken++;
        return taken;
    }

    @Test
    void halfTheCoresComputeAndTheProvedGoFirst() throws Exception {
        var gate = budget.gate();
        assertTrue(gate.enter(false, 0));
        assertFalse(gate.enter(true, 0), "one of two cores");
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        var waiting = new ArrayList<Thread>();
        for (String name : List.of("stranger 1", "stranger 2", "proved 1", "proved 2")) {
            waiting.add(Thread.ofVirtual().start(() -> passThrough(gate, name, order)));
            while (gate.waiting() < waiting.size()) Thread.onSpinWait();
        }
        gate.leave();
        for (var thread : waiting) thread.join();
        assertEquals(List.of("proved 1", "proved 2", "stranger 1", "stranger 2"), order);
        assertTrue(gate.enter(false, 0));
    }

    private static void passThrough(ComputeGate gate, String name, List<String> order) {
        try {
            if (!gate.enter(name.startsWith("proved"), LONG)) return;
            order.add(name);
            gate.leave();
        } catch (InterruptedException unexpected) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whoIsInterruptedOrLateLeavesTheLine() throws Exception {
        var gate = budget.gate();
        assertTrue(gate.enter(true, 0));
        assertFalse(gate.enter(true, TimeUnit.MILLISECONDS.toNanos(5)));
        var waiting = Thread.ofVirtual().start(() -> passThrough(gate, "proved", new ArrayList<>()));
        while (gate.waiting() == 0) Thread.onSpinWait();
        waiting.interrupt();
        waiting.join();
        assertEquals(0, gate.waiting());
        gate.leave();
        assertTrue(gate.enter(false, 0));
    }

    @Test
    void tooManyInLineAreSentAway() throws Exception {
        var gate = budget.gate();
        assertTrue(gate.enter(false, 0));
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        var waiting = new ArrayList<Thread>();
        for (int i = 0; i < 256; i++) waiting.add(Thread.ofVirtual().start(() -> passThrough(gate, "stranger", order)));
        while (gate.waiting() < 256) Thread.onSpinWait();
        assertFalse(gate.enter(false, LONG));
        gate.leave();
        for (var thread : waiting) thread.join();
        assertEquals(256, order.size());
    }
}
