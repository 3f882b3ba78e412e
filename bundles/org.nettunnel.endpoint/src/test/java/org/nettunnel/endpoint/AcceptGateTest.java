package org.nettunnel.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

/// How fast one address may connect to an endpoint.
class AcceptGateTest {
    private long now;

    @Test
    void anAddressHasABurstAndThenTheRateAndOthersHaveTheirOwn() throws Exception {
        var gate = new AcceptGate(EndpointSettings.Accepts.STANDARD, () -> now);
        assertEquals(1_000, admitted(gate, "192.0.2.1"));
        now += TimeUnit.SECONDS.toNanos(1);
        assertEquals(200, admitted(gate, "192.0.2.1"));
        assertEquals(1_000, admitted(gate, "2001:db8::1"));
        assertFalse(gate.admits(InetAddress.getByName("2001:db8::2")), "the same /64");
        assertTrue(gate.admits(InetAddress.getByName("2001:db8:0:1::1")));
    }

    @Test
    void thisMachineIsNotCounted() throws Exception {
        var gate = new AcceptGate(EndpointSettings.Accepts.STANDARD, () -> now);
        assertEquals(2_000, admitted(gate, "127.0.0.1"));
        assertEquals(2_000, admitted(gate, "::1"));
    }

    @Test
    void zeroTakesAll() throws Exception {
        assertEquals(2_000, admitted(new AcceptGate(new EndpointSettings.Accepts(0, 1), () -> now), "192.0.2.1"));
    }

    private static int admitted(AcceptGate gate, String address) throws Exception {
        InetAddress from = InetAddress.getByName(address);
        int count = 0;
        for (int i = 0; i < 2_000; i++) if (gate.admits(from)) count++;
        return count;
    }
}
