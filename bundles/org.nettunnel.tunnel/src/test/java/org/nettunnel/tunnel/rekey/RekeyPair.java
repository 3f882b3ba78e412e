package org.nettunnel.tunnel.rekey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;

import org.nettunnel.tunnel.wire.KeyLimits;
import org.nettunnel.tunnel.wire.Violation;

/// Both sides of rekeying, with records, time and arithmetic in the hands of a test.
abstract class RekeyPair {
    static final KeyLimits AT_TEN = KeyLimits.every(10);
    static final KeyLimits NEVER = KeyLimits.standard();
    static final long SECOND = 1_000_000_000L;

    FakeSite inner = new FakeSite(true, new Sides().inner(), Sides.BOTH, AT_TEN);
    FakeSite outer = new FakeSite(false, new Sides().outer(), Sides.BOTH, AT_TEN);

    final void begin(Stock innerStock, Stock outerStock, KeyLimits limits) {
        inner = new FakeSite(true, new Sides().inner(), innerStock, limits);
        outer = new FakeSite(false, new Sides().outer(), outerStock, limits);
    }

    /// Until nothing moves any more.
    final void settle() throws Violation {
        inner.turn();
        outer.turn();
        while (step()) continue;
    }

    /// One thing that can happen, in a fixed order; false when nothing can.
    final boolean step() throws Violation {
        return step(0);
    }

    final boolean step(int first) throws Violation {
        for (int i = 0; i < 6; i++) if (isMade((first + i) % 6)) return true;
        return false;
    }

    final boolean isMade(int which) throws Violation {
        var site = which < 3 ? inner : outer;
        var other = which < 3 ? outer : inner;
        if (site.failed != null) return false;
        if (which % 3 == 0 && !site.work.isEmpty()) site.work.remove().run();
        else if (which % 3 == 1 && site.isDirty()) site.turn();
        else if (which % 3 == 2 && !site.isHeld && !other.wire.isEmpty()) site.take(other);
        else return false;
        return true;
    }

    static void say(FakeSite from, int records) throws Violation {
        for (int i = 0; i < records; i++) from.data();
    }

    final void assertRekeyed(int times) {
        assertEquals(List.of(times, times), List.of(inner.done, outer.done));
        assertEquals(inner.sendsUnder(), outer.readsUnder());
        assertEquals(outer.sendsUnder(), inner.readsUnder());
        assertNull(inner.failed, inner.reason);
        assertNull(outer.failed, outer.reason);
    }
}
