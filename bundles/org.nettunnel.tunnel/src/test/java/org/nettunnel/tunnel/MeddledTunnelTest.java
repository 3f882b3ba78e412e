package org.nettunnel.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.tunnel.fixtures.Fault;
import org.nettunnel.tunnel.fixtures.FaultyWire;

/// Somebody meddles with every handshake of a tunnel that was only just invited: nothing is kept of it, and it comes up when he is gone.
@Timeout(60)
class MeddledTunnelTest {
    private static final int ATTEMPTS = 12;
    /// A hello with a key is a little over this long; what the initiator proves comes behind it.
    private static final int HELLO_BYTES = 1_400;

    @Test
    void nothingIsPinnedAndNothingGivenUpWhileSomebodyMeddles() throws Exception {
        try (var inner = new TestNode("inner"); var outer = new TestNode("outer")) {
            var halves = TestNode.tunnel(outer);
            var dials = new AtomicInteger();
            // another byte each time: of the hello, then of the proof
            inner.wrapping = wire -> {
                int dial = dials.getAndIncrement();
                return dial < ATTEMPTS ? new FaultyWire(wire, new Fault.Flip(8 + dial * (long) (HELLO_BYTES + 200) / ATTEMPTS, 1 << dial % 8), Integer.MAX_VALUE) : wire;
            };
            outer.whilePinning = () -> assertTrue(dials.get() > ATTEMPTS, "pinned by a handshake that was meddled with");
            outer.service.apply(List.of(halves.inbound()));
            inner.service.apply(List.of(halves.outbound()));

            assertEquals("established", inner.next());
            assertEquals("established", outer.next());
            assertTrue(dials.get() > ATTEMPTS, "the second lane may be dialled by now, too");
            assertEquals(1, outer.pins.size());
            assertEquals(inner.peer(), outer.pins.get(halves.inbound().id()));
            assertNull(outer.events.poll());
        }
    }
}
