package org.nettunnel.tunnel.rekey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nettunnel.tunnel.wire.FrameType;
import org.nettunnel.tunnel.wire.KeyLimits;
import org.nettunnel.tunnel.wire.KeyLimits.Limit;
import org.nettunnel.tunnel.wire.Violation;

/// When keys change and how, whatever happens in which order: what the model `rekey.pml` asserts, on the code.
class RekeyingTest extends RekeyPair {
    // when keys change

    @Test
    void nothingHappensBelowTheSoftLimit() throws Violation {
        say(inner, 9);
        say(outer, 9);
        settle();
        assertRekeyed(0);
    }

    @Test
    void whatTheInitiatorSentReachesTheSoftLimit() throws Violation {
        String before = inner.sendsUnder();
        say(inner, 10);
        settle();
        assertRekeyed(1);
        assertNotEquals(before, inner.sendsUnder());
        assertEquals(1, inner.sealed().epoch());
    }

    @Test
    void whatTheResponderSentReachesTheSoftLimit() throws Violation {
        say(outer, 10);
        settle();
        assertRekeyed(1);
    }

    @Test
    void bytesAndTimeAreLimitsToo() throws Violation {
        var little = new Limit(1_000, 1_000, Duration.ofMinutes(60));
        var limits = new KeyLimits(little, NEVER.hard(), NEVER.agreement());
        begin(Sides.BOTH, Sides.BOTH, limits);
        say(inner, 9);
        settle();
        assertRekeyed(1);
        inner.time = outer.time = 3_599 * SECOND;
        settle();
        assertRekeyed(1);
        inner.time = outer.time = 3_601 * SECOND;
        settle();
        assertRekeyed(2);
        assertTrue(inner.due <= 3_601 * SECOND, "it wakes up for it");
    }

    @Test
    void dataFlowsUnderTheOldKeysWhileNewOnesAreComputed() throws Violation {
        say(inner, 10);
        inner.turn();
        for (int i = 0; i < 20; i++) {
            inner.data();
            outer.take(inner);
            outer.data();
            inner.take(outer);
        }
        assertEquals(1, inner.work.size());
        settle();
        assertRekeyed(1);
    }

    @Test
    void bothSidesAtOnceMakeOneExchange() throws Violation {
        say(inner, 10);
        say(outer, 10);
        inner.turn();
        outer.turn();
        assertEquals(FrameType.REKEY0, outer.wire.peekLast().type());
        settle();
        assertRekeyed(1);
    }

    @Test
    void anExchangeStartsWhereverTheOtherEnds() throws Violation {
        for (int i = 1; i <= 50; i++) {
            say(i % 2 == 0 ? inner : outer, 10);
            settle();
            assertRekeyed(i);
            assertEquals(i, outer.opened().epoch());
        }
        assertEquals(50, inner.rekeying.facts(0).rekeys());
    }

    // anything in any order

    @ParameterizedTest
    @ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
    void inAnyOrderEveryRecordIsReadUnderTheKeyItWasSealedWith(long seed) throws Violation {
        var random = new Random(seed);
        var stocks = new ArrayList<>(List.of(Sides.BOTH, Sides.only(Sides.CHACHA), Sides.only(Sides.CHACHA, Sides.AES), Sides.only(Sides.AES, Sides.CHACHA)));
        begin(Sides.BOTH, Sides.BOTH, KeyLimits.every(4));
        for (int i = 0; i < 3_000; i++) {
            switch (random.nextInt(8)) {
                case 0 -> inner.data();
                case 1 -> outer.data();
                case 2 -> {
                    // a node without ChaCha20 would not have a suite in common with one without AES
                    if (random.nextInt(40) == 0) (random.nextBoolean() ? inner : outer).stock = stocks.get(random.nextInt(stocks.size()));
                    (random.nextBoolean() ? inner : outer).turn();
                }
                default -> step(random.nextInt(6));
            }
        }
        inner.stock = outer.stock = Sides.BOTH;
        settle();
        settle();
        assertEquals("AES-256-GCM", inner.suite());
        assertEquals(inner.sendsUnder(), outer.readsUnder());
        assertEquals(outer.sendsUnder(), inner.readsUnder());
        assertEquals(inner.done, outer.done);
        assertTrue(inner.done > 30, "exchanges " + inner.done);
        assertNull(inner.failed, inner.reason);
        assertNull(outer.failed, outer.reason);
    }
}
