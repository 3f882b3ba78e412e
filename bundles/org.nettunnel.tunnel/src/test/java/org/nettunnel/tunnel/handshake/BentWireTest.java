package org.nettunnel.tunnel.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.security.InvalidKeyException;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nettunnel.tunnel.fixtures.Fault;
import org.nettunnel.tunnel.fixtures.PipeWire;
import org.nettunnel.tunnel.fixtures.SocketWire;
import org.nettunnel.tunnel.handshake.Parties.Outcome;

/// One byte changed, the wire cut or gone silent: at every byte of every message.
class BentWireTest {
    private final HandshakeCrypto quick;
    private final byte[] forth;
    private final byte[] back;
    private final int verdict;

    BentWireTest() throws InvalidKeyException {
        quick = Parties.with(new ReusedKeys(Parties.CRYPTO.exchange()));
        var clean = PipeWire.pair();
        new Parties(true).meet(clean).inner().established();
        forth = clean.forth().written();
        back = clean.back().written();
        verdict = Relay.lastMessage(back);
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void anyChangedByteOfTheInitiatorFailsOnBothSidesAndPinsNobody(boolean withKey) {
        byte[] sent = sentByInitiator(withKey);
        // without a key each takes the whole arithmetic, and one byte of the big key is like another
        for (int at = 0; at < sent.length; at += withKey || at < 100 || at > 1_260 ? 1 : 7) {
            var parties = quick(withKey);
            if (isLength(sent, at)) parties.longest = Duration.ofMillis(250);
            var outcomes = parties.meet(PipeWire.pair(new Fault.Flip(at, 1 << at % 8), new Fault.None()));
            assertTrue(outcomes.bothFailed(), "byte " + at + ": " + outcomes);
            assertTrue(isLength(sent, at) || !isLate(outcomes.inner()) && !isLate(outcomes.outer()), "byte " + at + ": " + outcomes);
            assertTrue(parties.doorman.claims.isEmpty(), "byte " + at);
        }
    }

    @Test
    void anyChangedByteOfTheResponderFailsAndBeforeItsVerdictPinsNobody() {
        for (int at = 0; at < back.length; at++) {
            var parties = quick(true);
            if (isLength(back, at)) parties.longest = Duration.ofMillis(250);
            var outcomes = parties.meet(PipeWire.pair(new Fault.None(), new Fault.Flip(at, 1 << at % 8)));
            assertInstanceOf(Outcome.Failed.class, outcomes.inner(), "byte " + at);
            // the verdict is the responder's last word: it cannot know that it did not arrive
            assertEquals(at >= verdict, outcomes.outer() instanceof Outcome.Stands, "byte " + at + ": " + outcomes);
            assertEquals(at >= verdict ? 1 : 0, parties.doorman.claims.size(), "byte " + at);
        }
    }

    @Test
    void aWireThatEndsAtAnyByteFailsBothAndPinsNobodyBeforeTheVerdict() {
        for (int at = 0; at < forth.length; at += at % 1000 < 300 ? 1 : 7) {
            var parties = quick(true);
            var outcomes = parties.meet(PipeWire.pair(new Fault.Cut(at), new Fault.None()));
            assertTrue(outcomes.bothFailed(), "byte " + at + ": " + outcomes);
            assertInstanceOf(HandshakeFailed.Lost.class, outcomes.outer().failure(), "byte " + at);
            assertTrue(parties.doorman.claims.isEmpty(), "byte " + at);
        }
        for (int at = 0; at < back.length; at += at % 1000 < 300 ? 1 : 7) {
            var parties = quick(true);
            var outcomes = parties.meet(PipeWire.pair(new Fault.None(), new Fault.Cut(at)));
            assertInstanceOf(HandshakeFailed.Lost.class, outcomes.inner().failure(), "byte " + at);
            assertEquals(at >= verdict, outcomes.outer() instanceof Outcome.Stands, "byte " + at);
        }
    }

    @Test
    void aSilentWireEndsAtTheDeadlineWhateverWasSaid() {
        for (int message : Relay.starts(forth)) {
            for (int at : new int[] { message, message + 3, message + 40 }) {
                var wires = PipeWire.pair(new Fault.Stall(at), new Fault.None());
                var parties = new Parties(true);
                parties.longest = Duration.ofMillis(60);
                var outcomes = parties.meet(wires);
                assertTrue(isLate(outcomes.outer()) || isLate(outcomes.inner()), "byte " + at + ": " + outcomes);
                assertTrue(outcomes.bothFailed() && wires.one().isClosed() && wires.other().isClosed(), "byte " + at);
                assertTrue(parties.doorman.claims.isEmpty(), "byte " + at);
            }
        }
    }

    @Test
    void aPeerThatSaysNothingIsLateAndToldSo() {
        var parties = new Parties(true);
        parties.longest = Duration.ofMillis(40);
        var wires = PipeWire.pair();
        var failure = assertInstanceOf(HandshakeFailed.TimedOut.class, parties.respond(wires.other()).failure());
        assertTrue(failure.getMessage().startsWith("the handshake took longer than 0.04 s"), failure.getMessage());
        assertTrue(wires.other().isClosed());
    }

    @Test
    void aSocketThatSaysNothingIsClosedAtTheDeadline() throws IOException {
        try (var wires = SocketWire.pair()) {
            var parties = new Parties(true);
            parties.longest = Duration.ofMillis(40);
            assertInstanceOf(HandshakeFailed.TimedOut.class, parties.initiate(wires.one()).failure());
            assertFalse(wires.one().channel().isOpen());
        }
    }

    @Test
    void aHandshakeThatSucceededIsNotClosedByItsDeadline() {
        var wires = PipeWire.pair();
        var deadline = Deadline.start(wires.one(), Duration.ofMillis(20));
        assertFalse(failsToMeet(deadline));
        var later = Deadline.start(wires.other(), Duration.ofMillis(40));
        while (!later.isMissed()) Thread.onSpinWait();
        assertFalse(wires.one().isClosed());
        assertTrue(failsToMeet(later));
    }

    private static boolean failsToMeet(Deadline deadline) {
        try {
            deadline.meet();
            return false;
        } catch (HandshakeFailed.TimedOut late) {
            return true;
        }
    }

    private Parties quick(boolean withKey) {
        var parties = new Parties(withKey);
        parties.innerCrypto = quick;
        parties.outerCrypto = quick;
        return parties;
    }

    private static byte[] sentByInitiator(boolean withKey) {
        var clean = PipeWire.pair();
        new Parties(withKey).meet(clean).inner().established();
        return clean.forth().written();
    }

    /// Whether a byte belongs to the length in a message's header: a reader then waits for bytes that never come.
    private static boolean isLength(byte[] sent, int at) {
        return Relay.starts(sent).stream().anyMatch(start -> at > start && at < start + 4);
    }

    private static boolean isLate(Outcome outcome) {
        return outcome instanceof Outcome.Failed(HandshakeFailed failure) && failure instanceof HandshakeFailed.TimedOut;
    }
}
