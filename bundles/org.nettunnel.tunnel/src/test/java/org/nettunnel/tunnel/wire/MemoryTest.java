package org.nettunnel.tunnel.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

/// What the loops of a process hold together.
class MemoryTest {
    private static final long MEBIBYTE = 1 << 20;
    private final Memory memory = new Memory(new Memory.Limits(100 * MEBIBYTE, 40 * MEBIBYTE, 60 * MEBIBYTE, 100 * MEBIBYTE));
    private final Budgets one = memory.share();
    private final Budgets other = memory.share();

    @Test
    void newStreamsAreRefusedOnEachLoopWhenBothTogetherHoldFourFifths() {
        one.waits(41 * MEBIBYTE);
        assertFalse(one.isTight());
        other.waits(40 * MEBIBYTE);
        assertTrue(one.isTight());
        assertTrue(other.isTight());
        one.waits(-41 * MEBIBYTE);
        assertFalse(one.isTight());
        assertFalse(other.isTight());
    }

    @Test
    void theLoopThatHoldsMostMustDropAStreamWhicheverFindsOut() {
        AtomicInteger told = new AtomicInteger();
        one.whenFull(told::incrementAndGet);
        one.waits(80 * MEBIBYTE);
        other.waits(20 * MEBIBYTE);
        assertFalse(other.mustDropWaiting());
        other.waits(1);
        assertFalse(other.mustDropWaiting(), "the small one is not to suffer");
        assertEquals(1, told.get());
        assertTrue(one.mustDropWaiting());
        assertEquals(1, told.get());
    }

    @Test
    void growthIsOneQuarterOfWhatBothLeave() {
        assertTrue(one.reserveGrowth(10 * MEBIBYTE));
        assertFalse(other.reserveGrowth(8 * MEBIBYTE));
        assertTrue(other.reserveGrowth(7 * MEBIBYTE));
        one.returnGrowth(10 * MEBIBYTE);
        assertTrue(other.reserveGrowth(8 * MEBIBYTE));
    }

    @Test
    void whatIsSentBeyondFirstWindowsIsOnePool() {
        assertTrue(one.reserveSent(40 * MEBIBYTE));
        one.keeps(40 * MEBIBYTE);
        assertFalse(other.reserveSent(21 * MEBIBYTE));
        assertTrue(other.reserveSent(20 * MEBIBYTE));
    }

    @Test
    void firstWindowsHaveAnEndToo() {
        AtomicInteger told = new AtomicInteger();
        one.whenFull(told::incrementAndGet);
        one.keeps(79 * MEBIBYTE);
        assertFalse(other.isTight());
        one.keeps(2 * MEBIBYTE);
        assertTrue(other.isTight());
        assertFalse(other.mustDropSent());
        one.keeps(20 * MEBIBYTE);
        assertFalse(other.mustDropSent());
        assertEquals(1, told.get());
        assertTrue(one.mustDropSent());
    }

    @Test
    void whatGrewDoesNotKeepNewStreamsOut() {
        assertTrue(one.reserveSent(60 * MEBIBYTE));
        one.keeps(60 * MEBIBYTE);
        assertFalse(one.isTight(), "fast streams use what is theirs");
        other.keeps(33 * MEBIBYTE);
        assertTrue(one.isTight());
    }

    @Test
    void allTogetherIsLessThanFourFifthsOfTheHeap() {
        Memory.Limits limits = Memory.Limits.of(1_000);
        assertTrue(limits.waiting() + limits.kept() + 1_000 * Ceilings.POOLED_PERCENT / 100 < 800, limits.toString());
        assertTrue(limits.sent() < limits.kept());
    }
}
