package org.nettunnel.tunnel.rekey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.crypto.jdk.AesGcmSuite;
import org.nettunnel.tunnel.rekey.FakeSite.Sealed;
import org.nettunnel.tunnel.wire.FrameType;
import org.nettunnel.tunnel.wire.KeyLimits;
import org.nettunnel.tunnel.wire.KeyLimits.Limit;
import org.nettunnel.tunnel.wire.Violation;

/// Both sides of rekeying, with records, time and arithmetic in the hands of the test: what the model `rekey.pml` asserts, on the code.
class RekeyingTest {
    private static final KeyLimits AT_TEN = KeyLimits.every(10);
    private static final KeyLimits NEVER = KeyLimits.standard();
    private static final long SECOND = 1_000_000_000L;

    private FakeSite inner = new FakeSite(true, new Sides().inner(), Sides.BOTH, AT_TEN);
    private FakeSite outer = new FakeSite(false, new Sides().outer(), Sides.BOTH, AT_TEN);

    private void begin(Stock innerStock, Stock outerStock, KeyLimits limits) {
        inner = new FakeSite(true, new Sides().inner(), innerStock, limits);
        outer = new FakeSite(false, new Sides().outer(), outerStock, limits);
    }

    /// Until nothing moves any more.
    private void settle() throws Violation {
        inner.turn();
        outer.turn();
        while (step()) continue;
    }

    /// One thing that can happen, in a fixed order; false when nothing can.
    private boolean step() throws Violation {
        return step(0);
    }

    private boolean step(int first) throws Violation {
        for (int i = 0; i < 6; i++) if (isMade((first + i) % 6)) return true;
        return false;
    }

    private boolean isMade(int which) throws Violation {
        var site = which < 3 ? inner : outer;
        var other = which < 3 ? outer : inner;
        if (site.failed != null) return false;
        if (which % 3 == 0 && !site.work.isEmpty()) site.work.remove().run();
        else if (which % 3 == 1 && site.isDirty()) site.turn();
        else if (which % 3 == 2 && !site.isHeld && !other.wire.isEmpty()) site.take(other);
        else return false;
        return true;
    }

    private static void say(FakeSite from, int records) throws Violation {
        for (int i = 0; i < records; i++) from.data();
    }

    private void assertRekeyed(int times) {
        assertEquals(List.of(times, times), List.of(inner.done, outer.done));
        assertEquals(inner.sendsUnder(), outer.readsUnder());
        assertEquals(outer.sendsUnder(), inner.readsUnder());
        assertNull(inner.failed, inner.reason);
        assertNull(outer.failed, outer.reason);
    }

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

    // what bundles do

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

    // what must not be

    /// The stages of one exchange that the initiator starts, each with what comes next; arithmetic and turns only as far as needed.
    private final List<Move> moves = List.of(() -> {
        say(inner, 10);
        drain(outer, inner);
        inner.turn();
    }, () -> compute(inner), () -> inner.turn(), () -> outer.take(inner), () -> compute(outer), () -> outer.turn(), () -> inner.take(outer),
            () -> compute(inner), () -> inner.turn(), () -> outer.take(inner), () -> compute(outer), () -> outer.turn(), () -> inner.take(outer),
            () -> compute(inner));

    private interface Move {
        void make() throws Violation;
    }

    private static void compute(FakeSite site) {
        site.work.remove().run();
    }

    private static void drain(FakeSite to, FakeSite from) throws Violation {
        while (!from.wire.isEmpty()) to.take(from);
    }

    /// After so many moves.
    private void at(int stage) throws Violation {
        begin(Sides.BOTH, Sides.BOTH, AT_TEN);
        for (var move : moves.subList(0, stage)) move.make();
    }

    @Test
    void theStagesAreThoseOfAnExchange() throws Violation {
        at(moves.size());
        assertRekeyed(1);
    }

    @Test
    void aFrameOutOfTurnIsRefusedInEveryState() throws Violation {
        var frames = List.of(FrameType.REKEY0, FrameType.REKEY1, FrameType.REKEY2, FrameType.REKEY3, FrameType.REKEY4);
        int refused = 0;
        for (int stage = 0; stage <= moves.size(); stage++) for (var frame : frames) for (boolean isInner : new boolean[] { true, false }) {
            at(stage);
            var site = isInner ? inner : outer;
            if (site.isHeld || isInTurn(isInner, stage, frame)) continue;
            int now = stage;
            assertThrows(Violation.class, () -> site.receive(frame, new byte[0]), () -> frame + " to the " + (isInner ? "initiator" : "responder") + " at " + now);
            refused++;
        }
        assertTrue(refused > 90, "refused " + refused);
    }

    private static boolean isInTurn(boolean isInner, int stage, FrameType frame) {
        return switch (frame) {
            case REKEY0 -> isInner;
            case REKEY1 -> !isInner && (stage <= 3 || stage >= 12);
            case REKEY2 -> isInner && stage >= 3 && stage <= 6;
            case REKEY3 -> !isInner && stage >= 6 && stage <= 9;
            case REKEY4 -> isInner && stage >= 9 && stage <= 12;
            default -> throw new AssertionError(frame);
        };
    }

    @Test
    void anExchangeDiesWithItsLinkInEveryState() throws Violation {
        for (int stage = 0; stage <= moves.size(); stage++) {
            at(stage);
            inner.rekeying.close();
            outer.rekeying.close();
            int done = inner.done;
            // what was under way comes back to nobody
            while (!inner.work.isEmpty()) compute(inner);
            while (!outer.work.isEmpty()) compute(outer);
            inner.turn();
            outer.turn();
            assertEquals(done, inner.done);
            assertNull(inner.failed, inner.reason);
            assertNull(outer.failed, outer.reason);
        }
    }

    @Test
    void aSideThatIsClosedInTheMiddleLeavesTheOtherWaiting() throws Violation {
        for (int stage = 1; stage < moves.size(); stage++) for (boolean isInner : new boolean[] { true, false }) {
            at(stage);
            var gone = isInner ? inner : outer;
            var left = isInner ? outer : inner;
            gone.rekeying.close();
            while (!left.work.isEmpty()) compute(left);
            left.turn();
            assertNull(left.failed, left.reason);
        }
    }

    @Test
    void wrongProofsEndTheLinkWithTheirCode() throws Violation {
        at(5);
        outer.turn();
        var choice = outer.wire.remove();
        choice.body()[choice.body().length - 1] ^= 1;
        inner.rekeying.chosen(choice.body());
        compute(inner);
        assertEquals(CloseCode.AUTHENTICATION, inner.failed);
        at(11);
        outer.turn();
        var end = outer.wire.remove();
        end.body()[end.body().length - 1] ^= 1;
        inner.rekeying.ended(end.body());
        assertTrue(inner.isHeld);
        compute(inner);
        assertEquals(CloseCode.AUTHENTICATION, inner.failed);
        at(1);
        assertEquals(CloseCode.PROTOCOL, assertThrows(Violation.class, () -> outer.rekeying.offered(new byte[] { 0, 1 })).code());
    }

    @Test
    void whatComesBehindASwitchWaitsForItsKeys() throws Violation {
        at(9);
        say(inner, 1);
        outer.take(inner);
        assertTrue(outer.isHeld);
        compute(outer);
        assertFalse(outer.isHeld);
        outer.take(inner);
        say(outer, 1);
        outer.turn();
        say(outer, 1);
        inner.take(outer);
        inner.take(outer);
        assertTrue(inner.isHeld);
        compute(inner);
        inner.take(outer);
        assertRekeyed(1);
    }

    // budgets

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
