package org.nettunnel.tunnel.rekey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.crypto.jdk.AesGcmSuite;
import org.nettunnel.tunnel.wire.KeyLimits;
import org.nettunnel.tunnel.wire.Violation;

/// How often exchanges may be asked for and begun, by either end.
class RekeyBudgetTest extends RekeyPair {
    @Test
    void askingForNothingTooOftenIsAViolation() throws Violation {
        begin(Sides.BOTH, Sides.BOTH, NEVER);
        for (int i = 0; i < 12; i++) {
            inner.rekeying.asked();
            settle();
        }
        assertRekeyed(12);
        assertThrows(Violation.class, inner.rekeying::asked);
        inner.time += 10 * SECOND;
        inner.rekeying.asked();
    }

    @Test
    void exchangingForNothingTooOftenIsAViolation() throws Violation {
        begin(Sides.BOTH, Sides.BOTH, NEVER);
        // this initiator wants new keys all the time
        inner = new FakeSite(true, new Sides().inner(), Sides.BOTH, KeyLimits.every(1));
        int times = 0;
        for (; outer.failed == null && times < 30; times++) {
            say(inner, 1);
            settle();
        }
        assertEquals(CloseCode.PROTOCOL, outer.failed);
        // the first offer is news
        assertEquals(14, times);
    }

    @Test
    void offeringSomethingElseAgainAndAgainIsAViolation() throws Violation {
        begin(Sides.BOTH, Sides.BOTH, NEVER);
        // time passes for the initiator alone, which is what it paces itself by
        for (int i = 0; i < 2 * 100; i++) {
            inner.stock = i % 2 == 0 ? Sides.only(Sides.CHACHA) : Sides.BOTH;
            inner.time += SECOND / 10;
            settle();
        }
        assertRekeyed(2 * 100);
        inner.stock = Sides.only(Sides.CHACHA);
        inner.time += SECOND / 10;
        assertThrows(Violation.class, this::settle);
    }

    @Test
    void askingForSomethingElseAgainAndAgainIsAViolation() throws Violation {
        begin(Sides.BOTH, Sides.BOTH, NEVER);
        for (int i = 0; i < 2 * 100; i++) {
            outer.stock = i % 2 == 0 ? Sides.only(Sides.CHACHA) : Sides.BOTH;
            outer.time += SECOND / 10;
            settle();
            assertEquals(i + 1, outer.done);
        }
        outer.stock = Sides.only(Sides.CHACHA);
        outer.time += SECOND / 10;
        assertThrows(Violation.class, this::settle);
    }

    /// The responder's own order and what nobody chooses is news that changes nothing.
    @Test
    void aResponderPacesItselfWhereNothingComesOfIt() throws Violation {
        begin(Sides.BOTH, Sides.BOTH, NEVER);
        for (int i = 0; i < 6; i++) {
            outer.stock = i % 2 == 0 ? new Stock(Sides.CRYPTO, List.of(Sides.CHACHA, Sides.AES), List.of(Sides.DEFLATE)) : Sides.BOTH;
            settle();
            assertEquals(outer.stock.suiteNames(), inner.rekeying.facts(0).theirs());
        }
        assertRekeyed(6);
        outer.stock = new Stock(Sides.CRYPTO, List.of(Sides.AES), List.of(Sides.DEFLATE));
        outer.due = Long.MAX_VALUE;
        settle();
        assertRekeyed(6);
        assertTrue(outer.due <= 10 * SECOND, "it asks when it may again");
        outer.time = inner.time = outer.due;
        settle();
        assertRekeyed(7);
        assertEquals("AES-256-GCM", inner.suite());
    }

    /// As when ciphers come and go for hours: the peer would end the link of one who asks more for having changed much.
    @Test
    void aResponderThatHadToChangeOftenAsksNoMoreForNothingThanOthers() throws Violation {
        begin(Sides.BOTH, Sides.BOTH, NEVER);
        for (int i = 0; i < 100; i++) {
            outer.stock = i % 2 == 0 ? Sides.only(Sides.CHACHA) : Sides.BOTH;
            inner.time = outer.time += SECOND;
            settle();
        }
        assertRekeyed(100);
        inner.time = outer.time += 60 * SECOND;
        for (int i = 0; i < 40; i++) {
            outer.stock = i % 2 == 0 ? new Stock(Sides.CRYPTO, List.of(Sides.CHACHA, Sides.AES), List.of(Sides.DEFLATE)) : Sides.BOTH;
            settle();
        }
        assertRekeyed(106);
    }

    @Test
    void whoAskedForMuchThatHadToBeMayAskNoMoreForNothing() throws Violation {
        begin(Sides.BOTH, Sides.BOTH, AT_TEN);
        for (int i = 0; i < 40; i++) {
            // the soft limit is near, so that nothing is counted, and something comes of it
            say(inner, 5);
            outer.stock = i % 2 == 0 ? Sides.only(Sides.CHACHA) : Sides.BOTH;
            settle();
        }
        assertRekeyed(40);
        for (int i = 0; i < 12; i++) {
            inner.rekeying.asked();
            settle();
        }
        assertThrows(Violation.class, inner.rekeying::asked);
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void changesOfSuiteArePacedByTheSecond(boolean isInitiator) throws Violation {
        begin(Sides.BOTH, Sides.BOTH, NEVER);
        var site = isInitiator ? inner : outer;
        for (int i = 0; i < 100; i++) {
            site.stock = i % 2 == 0 ? Sides.only(Sides.CHACHA) : Sides.BOTH;
            settle();
        }
        assertRekeyed(100);
        site.stock = Sides.only(Sides.CHACHA);
        site.due = Long.MAX_VALUE;
        settle();
        assertRekeyed(100);
        assertTrue(site.due <= SECOND / 10, "it begins when it may again");
        inner.time = outer.time = site.due;
        settle();
        assertRekeyed(101);
        for (int i = 0; i < 200; i++) {
            site.stock = i % 2 == 0 ? Sides.BOTH : Sides.only(Sides.CHACHA);
            inner.time = outer.time += SECOND / 10;
            settle();
        }
        assertRekeyed(301);
    }

    @Test
    void anInitiatorPacesItselfWhereItsPeerSeesNoReason() throws Violation {
        begin(Sides.BOTH, Sides.BOTH, NEVER);
        for (int i = 0; i < 40; i++) {
            inner.stock = new Stock(Sides.CRYPTO, List.of(new AesGcmSuite(), Sides.CHACHA), List.of(Sides.DEFLATE));
            settle();
        }
        assertRekeyed(6);
        for (int i = 1; i <= 20; i++) {
            inner.stock = new Stock(Sides.CRYPTO, List.of(new AesGcmSuite(), Sides.CHACHA), List.of(Sides.DEFLATE));
            inner.time = outer.time = 10 * i * SECOND;
            settle();
        }
        assertRekeyed(26);
    }
}
