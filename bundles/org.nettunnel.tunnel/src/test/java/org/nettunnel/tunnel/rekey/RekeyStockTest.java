package org.nettunnel.tunnel.rekey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.crypto.jdk.AesGcmSuite;
import org.nettunnel.tunnel.wire.FrameType;
import org.nettunnel.tunnel.wire.KeyLimits;
import org.nettunnel.tunnel.wire.KeyLimits.Limit;
import org.nettunnel.tunnel.wire.Violation;

/// What bundles that come and go make of a link, and what both ends know of each other.
class RekeyStockTest extends RekeyPair {
    @Test
    void aSuiteThatLeavesIsLeftAndReleased() throws Violation {
        begin(Sides.BOTH, Sides.BOTH, NEVER);
        inner.stock = Sides.only(Sides.CHACHA);
        settle();
        assertRekeyed(1);
        assertTrue(inner.sendsUnder().startsWith("ChaCha20-Poly1305") && inner.readsUnder().startsWith("ChaCha20-Poly1305"));
        assertEquals("ChaCha20-Poly1305", outer.suite());
    }

    @Test
    void aSuiteThatLeavesTheResponderIsLeftToo() throws Violation {
        begin(Sides.BOTH, Sides.BOTH, NEVER);
        outer.stock = Sides.only(Sides.CHACHA);
        settle();
        assertRekeyed(1);
        assertEquals("ChaCha20-Poly1305", inner.suite());
    }

    @Test
    void aBetterSuiteThatComesIsTaken() throws Violation {
        begin(Sides.only(Sides.CHACHA), Sides.only(Sides.CHACHA), NEVER);
        outer.stock = Sides.BOTH;
        settle();
        assertEquals("ChaCha20-Poly1305", inner.suite());
        inner.stock = Sides.BOTH;
        settle();
        assertEquals("AES-256-GCM", inner.suite());
        assertEquals("AES-256-GCM", outer.suite());
        assertRekeyed(2);
    }

    @Test
    void anotherBundleWithTheSameSuiteTakesOver() throws Violation {
        begin(Sides.BOTH, Sides.BOTH, NEVER);
        outer.stock = new Stock(Sides.CRYPTO, List.of(new AesGcmSuite(), Sides.CHACHA), List.of(Sides.DEFLATE));
        settle();
        assertRekeyed(1);
        settle();
        assertRekeyed(1);
    }

    @Test
    void aWishThatCameTooLateIsLookedAtAgain() throws Violation {
        say(inner, 10);
        inner.turn();
        while (outer.wire.isEmpty()) step();
        assertEquals(FrameType.REKEY2, outer.wire.peekLast().type());
        outer.stock = Sides.only(Sides.CHACHA);
        settle();
        assertRekeyed(2);
        assertEquals("ChaCha20-Poly1305", inner.suite());
    }

    @Test
    void aWishThatIsOvertakenIsLookedAtAgain() throws Violation {
        begin(Sides.BOTH, Sides.BOTH, AT_TEN);
        outer.stock = Sides.only(Sides.CHACHA);
        outer.turn();
        say(inner, 10);
        inner.turn();
        // the offer was made before the wish came, and the choice after it
        settle();
        assertEquals("ChaCha20-Poly1305", inner.suite());
        assertEquals(inner.sendsUnder(), outer.readsUnder());
    }

    /// What cannot be agreed is not asked for, and what is asked all the same waits: for a suite, or the end of the time.
    @Test
    void withoutASuiteInCommonTheLinkEndsWhenTheTimeIsOver() throws Violation {
        begin(Sides.BOTH, Sides.BOTH, NEVER);
        inner.stock = Sides.only(Sides.CHACHA);
        outer.stock = Sides.only(Sides.AES);
        settle();
        inner.time = outer.time = 29 * SECOND;
        settle();
        assertNull(inner.failed);
        assertNull(outer.failed);
        inner.time = outer.time = 30 * SECOND;
        settle();
        assertEquals(CloseCode.NO_COMMON_SUITE, outer.failed);
        assertEquals(CloseCode.NO_COMMON_SUITE, inner.failed);
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void whatIsKnownToBeHopelessIsNotAskedFor(boolean isInitiator) throws Violation {
        begin(Sides.BOTH, Sides.BOTH, NEVER);
        var leaving = isInitiator ? inner : outer;
        (isInitiator ? outer : inner).stock = Sides.only(Sides.AES);
        settle();
        int before = leaving.done;
        leaving.stock = Sides.only(Sides.CHACHA);
        settle();
        assertTrue(inner.wire.isEmpty() && outer.wire.isEmpty() && inner.work.isEmpty() && outer.work.isEmpty());
        leaving.stock = Sides.BOTH;
        settle();
        inner.time = outer.time = 31 * SECOND;
        settle();
        assertRekeyed(before);
    }

    /// Both get the other's suite and lose their own at once: neither has heard of it.
    @Test
    void whatThePeerWasNotToldOfIsTried() throws Violation {
        begin(Sides.only(Sides.AES), Sides.only(Sides.AES), NEVER);
        inner.stock = outer.stock = Sides.only(Sides.CHACHA);
        settle();
        assertRekeyed(inner.done);
        assertEquals("ChaCha20-Poly1305", inner.suite());
    }

    @Test
    void anOfferWithoutACommonSuiteIsAnsweredWhenOneIsBack() throws Violation {
        begin(Sides.BOTH, Sides.BOTH, NEVER);
        inner.stock = Sides.only(Sides.CHACHA);
        outer.stock = Sides.only(Sides.AES);
        settle();
        outer.stock = Sides.BOTH;
        settle();
        assertEquals(inner.sendsUnder(), outer.readsUnder());
        assertEquals("ChaCha20-Poly1305", inner.suite());
        assertNull(outer.failed, outer.reason);
    }

    /// What was offered is not taken back, so nothing but time ends it.
    @Test
    void anOfferThatNobodyNeedsAnyMoreIsNotWaitedForLonger() throws Violation {
        begin(Sides.BOTH, Sides.BOTH, NEVER);
        inner.stock = Sides.only(Sides.CHACHA);
        outer.stock = Sides.only(Sides.AES);
        settle();
        inner.stock = Sides.BOTH;
        settle();
        outer.time = 30 * SECOND;
        settle();
        assertEquals(CloseCode.NO_COMMON_SUITE, outer.failed);
    }

    /// The order of the side that was dialled decides nothing, and it asks once.
    @Test
    void aResponderAsksOnceForWhatItDoesNotGet() throws Violation {
        begin(Sides.BOTH, Sides.BOTH, NEVER);
        outer.stock = new Stock(Sides.CRYPTO, List.of(Sides.CHACHA, Sides.AES), List.of(Sides.DEFLATE));
        settle();
        assertRekeyed(1);
        inner.time = outer.time = 600 * SECOND;
        settle();
        assertRekeyed(1);
        assertEquals("AES-256-GCM", outer.suite());
        assertEquals(outer.stock.suiteNames(), inner.rekeying.facts(0).theirs());
    }

    @Test
    void bothKnowWhatTheOtherHas() throws Violation {
        begin(Sides.BOTH, Sides.BOTH, NEVER);
        inner.stock = Sides.only(Sides.CHACHA, Sides.AES);
        settle();
        assertEquals(List.of("ChaCha20-Poly1305", "AES-256-GCM"), outer.rekeying.facts(0).theirs());
        assertEquals(List.of("AES-256-GCM", "ChaCha20-Poly1305"), inner.rekeying.facts(0).theirs());
        outer.stock = Sides.only(Sides.AES);
        settle();
        assertEquals(List.of("AES-256-GCM"), inner.rekeying.facts(0).theirs());
    }

    @Test
    void whatIsUsedIsSoUntilBothDirectionsHaveLeftIt() throws Violation {
        begin(Sides.BOTH, Sides.BOTH, NEVER);
        assertTrue(inner.rekeying.uses(Sides.AES::equals) && inner.rekeying.uses(Sides.DEFLATE::equals));
        assertFalse(inner.rekeying.uses(Sides.CHACHA::equals));
        outer.stock = Sides.only(Sides.CHACHA);
        inner.turn();
        outer.turn();
        while (step()) if (inner.done == 0) assertTrue(inner.rekeying.uses(Sides.AES::equals));
        for (var site : List.of(inner, outer)) {
            assertFalse(site.rekeying.uses(Sides.AES::equals) || site.rekeying.uses(Sides.DEFLATE::equals));
            assertTrue(site.rekeying.uses(Sides.CHACHA::equals));
            assertTrue(site.released > 0);
            site.rekeying.close();
            assertFalse(site.rekeying.uses(Sides.CHACHA::equals));
        }
    }

    @Test
    void theLastSuiteIsWaitedForAsLongAsAgreed() throws Violation {
        begin(Sides.BOTH, Sides.BOTH, NEVER);
        inner.stock = new Stock(Sides.CRYPTO, List.of(), List.of());
        settle();
        inner.time = 29 * SECOND;
        settle();
        assertNull(inner.failed);
        assertTrue(inner.due <= 30 * SECOND);
        inner.time = 30 * SECOND;
        settle();
        assertEquals(CloseCode.NO_COMMON_SUITE, inner.failed);
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void aPeerThatNeverAnswersIsGivenUpWhenSomethingHasToGo(boolean isInitiator) throws Violation {
        begin(Sides.BOTH, Sides.BOTH, NEVER);
        var site = isInitiator ? inner : outer;
        site.stock = Sides.only(Sides.CHACHA);
        site.turn();
        while (!site.work.isEmpty()) site.work.remove().run();
        site.turn();
        assertEquals(1, site.wire.size());
        site.time = 29 * SECOND;
        site.turn();
        assertNull(site.failed);
        site.time = 30 * SECOND;
        site.turn();
        assertEquals(CloseCode.NO_COMMON_SUITE, site.failed);
    }

    @Test
    void whatAnUnansweredExchangeOfferedHasToGoToo() throws Violation {
        begin(Sides.BOTH, Sides.BOTH, AT_TEN);
        say(inner, 10);
        inner.turn();
        inner.work.remove().run();
        inner.turn();
        inner.stock = Sides.only(Sides.AES);
        inner.turn();
        inner.time = 30 * SECOND;
        inner.turn();
        assertEquals(CloseCode.NO_COMMON_SUITE, inner.failed);
    }

    @Test
    void aPeerThatNeverAnswersIsGivenUpAtTheHardLimitOtherwise() throws Violation {
        say(inner, 10);
        inner.turn();
        inner.time = 10_799 * SECOND;
        inner.turn();
        assertNull(inner.failed);
        inner.time = 10_800 * SECOND;
        inner.turn();
        assertEquals(CloseCode.KEY_LIMIT, inner.failed);
        var few = new KeyLimits(new Limit(4, 1 << 20, Duration.ofHours(1)), new Limit(8, 1 << 20, Duration.ofHours(1)), Duration.ofSeconds(30));
        begin(Sides.BOTH, Sides.BOTH, few);
        assertEquals(CloseCode.KEY_LIMIT, assertThrows(Violation.class, () -> say(inner, 9)).code());
    }

    @Test
    void anOfferThatCameWhileTheCryptographyWasAwayIsAnsweredLater() throws Violation {
        outer.stock = new Stock(null, Sides.BOTH.suites(), Sides.BOTH.compressions());
        say(inner, 10);
        settle();
        assertRekeyed(0);
        outer.stock = Sides.BOTH;
        settle();
        assertRekeyed(1);
    }

    @Test
    void cryptographyThatFailsEndsTheLinkAndNotTheSession() throws Violation {
        begin(Sides.BOTH, Sides.BOTH, AT_TEN);
        var broken = new RekeyCrypto(new org.nettunnel.api.crypto.HybridExchange() {
            @Override
            public Offer offer() {
                throw new NoClassDefFoundError("its bundle was uninstalled");
            }

            @Override
            public Answer answer(byte[] x25519, byte[] encapsulationKey) {
                throw new AssertionError();
            }
        }, Sides.CRYPTO.signatures());
        inner.stock = new Stock(broken, Sides.BOTH.suites(), Sides.BOTH.compressions());
        say(inner, 10);
        settle();
        assertEquals(CloseCode.NO_COMMON_SUITE, inner.failed);
    }
}
