package org.nettunnel.tunnel.handshake;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.fixtures.Fault;
import org.nettunnel.tunnel.fixtures.PipeWire;
import org.nettunnel.tunnel.fixtures.SocketWire;
import org.nettunnel.tunnel.handshake.Parties.Outcomes;

/// What honest nodes get from a handshake, and what they are told when it comes to nothing.
class HandshakeTest {
    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void bothEndsHoldTheSameKeysAndKnowEachOther(boolean withKey) {
        var parties = new Parties(withKey);
        assertAgree(parties, parties.meet());
    }

    @Test
    void itIsTheSameOverTcp() throws IOException {
        try (var wires = SocketWire.pair()) {
            var parties = new Parties(true);
            assertAgree(parties, parties.meet(wires.one(), wires.other()));
        }
    }

    static void assertAgree(Parties parties, Outcomes outcomes) {
        var inner = outcomes.inner().established();
        var outer = outcomes.outer().established();
        assertArrayEquals(inner.keys().sending().key(), outer.keys().receiving().key());
        assertArrayEquals(inner.keys().sending().iv(), outer.keys().receiving().iv());
        assertArrayEquals(inner.keys().receiving().key(), outer.keys().sending().key());
        assertArrayEquals(inner.keys().receiving().iv(), outer.keys().sending().iv());
        assertFalse(Arrays.equals(inner.keys().sending().key(), inner.keys().receiving().key()));
        assertEquals(inner.keys().exporter(), outer.keys().exporter());
        assertEquals(inner.keys().join(), outer.keys().join());
        assertEquals(inner.agreed(), outer.agreed());
        assertEquals(new Established.Agreed(Parties.TUNNEL, "AES-256-GCM", List.of("deflate"), Parties.OFFERS), inner.agreed());
        assertEquals(inner.session(), outer.session());
        assertEquals(5, inner.rights());
        assertEquals("outer", inner.peer().name());
        assertEquals("inner", outer.peer().name());
        assertEquals(parties.doorman.self().identity(), inner.peer().identity());
        assertEquals(parties.initiation.self().identity(), outer.peer().identity());
        assertEquals(Limits.standard(), inner.peer().limits());
    }

    @Test
    void everyHandshakeGivesOtherKeys() {
        var parties = new Parties(true);
        var first = parties.meet().inner().established();
        var second = parties.meet().inner().established();
        assertNotEquals(first.keys().exporter(), second.keys().exporter());
        assertNotEquals(first.keys().join(), second.keys().join());
        assertNotEquals(first.session(), second.session());
    }

    @Test
    void readsItsOwnBytesAndNotOneMore() throws IOException {
        var parties = new Parties(true);
        var wires = PipeWire.pair();
        assertAgree(parties, parties.meet(wires));
        wires.one().write(new byte[] { 1 }, 0, 1);
        wires.other().write(new byte[] { 2 }, 0, 1);
        byte[] next = new byte[2];
        assertEquals(1, wires.other().read(next, 0, 2));
        assertEquals(1, next[0]);
        assertEquals(1, wires.one().read(next, 0, 2));
        assertEquals(2, next[0]);
        assertFalse(wires.one().isClosed() || wires.other().isClosed());
    }

    @Test
    void leavesTheRecordBehindTheLastMessageOnTheWire() throws IOException {
        var parties = new Parties(true);
        var near = PipeWire.pair();
        var far = PipeWire.pair();
        // the verdict and a first record arrive in one piece
        Parties.start(() -> Relay.pump(near.other(), far.one(), message -> message));
        Parties.start(() -> Relay.pump(far.one(), near.other(), message -> message[0] == 5 ? Arrays.copyOf(message, message.length + 7) : message));
        parties.meet(near.one(), far.other()).inner().established();
        byte[] next = new byte[99];
        assertEquals(7, near.one().read(next, 0, 99));
    }

    @Test
    void whoOnlyLooksIsNoFailure() throws Exception {
        var parties = new Parties(true);
        var wires = PipeWire.pair();
        var outer = Parties.start(() -> parties.respond(wires.other()));
        var met = new Handshake(Parties.CRYPTO, Parties.unlimited(), parties.longest).meet(wires.one(), parties.initiation);
        assertEquals("AES-256-GCM", met.suite());
        assertInstanceOf(HandshakeFailed.Left.class, Parties.await(outer).failure());
        assertTrue(parties.doorman.claims.isEmpty());
    }

    @Test
    void whoLeavesBeforeHeSaidAnythingOnlyLooksToo() throws Exception {
        var wires = PipeWire.pair();
        var outer = Parties.start(() -> new Parties(true).respond(wires.other()));
        new MessageWire(wires.one()).leave();
        assertInstanceOf(HandshakeFailed.Left.class, Parties.await(outer).failure());
    }

    @Test
    void whoFailedHidesNothingByLeaving() throws Exception {
        var parties = new Parties(true).innerHas(Parties.randomKey());
        var wires = PipeWire.pair();
        var outer = Parties.start(() -> parties.respond(wires.other()));
        assertThrows(HandshakeFailed.Broken.class, () -> new Handshake(Parties.CRYPTO, Parties.unlimited(), parties.longest).meet(wires.one(), parties.initiation));
        assertInstanceOf(HandshakeFailed.Broken.class, Parties.await(outer).failure(), "the key that it claims is none");
        var others = PipeWire.pair();
        var other = Parties.start(() -> parties.respond(others.other()));
        new MessageWire(others.one()).write(Transcript.Framed.clear(new Message.Refusal(Message.VERSION, CloseCode.BUSY)));
        assertInstanceOf(HandshakeFailed.Broken.class, Parties.await(other).failure(), "a refusal of another kind is out of order");
    }

    @Test
    void withoutACommonSuiteBothAreToldSoWithProof() {
        var parties = new Parties(true).innerIs(Parties.inner(new Offers(List.of("A"), List.of(), Limits.standard())));
        var outcomes = parties.meet();
        assertEquals(CloseCode.NO_COMMON_SUITE, assertInstanceOf(HandshakeFailed.Refused.class, outcomes.inner().failure()).code());
        assertEquals(CloseCode.NO_COMMON_SUITE, assertInstanceOf(HandshakeFailed.Refused.class, outcomes.outer().failure()).code());
        assertTrue(parties.doorman.pinned.isEmpty());
    }

    /// Every choice of minimum at either end: what is agreed is the best that both allow, and nothing where that is nothing.
    @Test
    void noPeerTalksANodeBelowItsMinimum() {
        var choices = List.of(List.of("A"), List.of("B"), List.of("C"), List.of("A", "B"), List.of("B", "A"), List.of("B", "C"), List.of("C", "A", "B"));
        for (var here : choices) for (var there : choices) {
            var parties = new Parties(true).innerIs(Parties.inner(new Offers(here, List.of(), Limits.standard())))
                    .outerIs(Parties.outer(new Offers(there, List.of(), Limits.standard())));
            var outcomes = parties.meet();
            var common = here.stream().filter(there::contains).findFirst();
            if (common.isPresent()) {
                assertEquals(common.get(), outcomes.inner().established().agreed().suite());
                assertEquals(common.get(), outcomes.outer().established().agreed().suite());
            } else {
                assertEquals(CloseCode.NO_COMMON_SUITE, outcomes.inner().failure().code());
                assertEquals(CloseCode.NO_COMMON_SUITE, outcomes.outer().failure().code());
                assertTrue(parties.doorman.claims.isEmpty());
            }
        }
    }

    @Test
    void withoutAnySuiteNothingIsSent() {
        var parties = new Parties(true).innerIs(Parties.inner(new Offers(List.of(), List.of(), Limits.standard())));
        var wires = PipeWire.pair();
        assertEquals(CloseCode.NO_COMMON_SUITE, parties.initiate(wires.one()).failure().code());
        assertEquals(0, wires.forth().written().length);
        assertTrue(wires.one().isClosed());
    }

    @Test
    void theInitiatorsPreferenceDecides() {
        var parties = new Parties(true)
                .innerIs(Parties.inner(new Offers(List.of("C", "B", "A"), List.of("y", "x", "z"), new Limits(1, 2, 3, 4_096))))
                .outerIs(Parties.outer(new Offers(List.of("A", "B"), List.of("z", "y"), Limits.standard())));
        var outcomes = parties.meet();
        assertEquals("B", outcomes.inner().established().agreed().suite());
        assertEquals(List.of("y", "z"), outcomes.outer().established().agreed().compressions());
        assertEquals(new Limits(1, 2, 3, 4_096), outcomes.outer().established().peer().limits());
    }

    @Test
    void aProxyThatEndsTlsIsNoticed() {
        byte[] one = new byte[32], other = new byte[32];
        other[31] = 1;
        var withKey = new Parties(true);
        var outcomes = withKey.meet(PipeWire.pair(new Fault.None(), new Fault.None(), one, other));
        assertTrue(outcomes.bothFailed());
        assertTrue(outcomes.inner().failure().getMessage().contains("proxy"), outcomes.inner().failure().getMessage());
        assertTrue(outcomes.outer().failure().getMessage().contains("proxy"), outcomes.outer().failure().getMessage());

        var without = new Parties(false);
        assertTrue(without.meet(PipeWire.pair(new Fault.None(), new Fault.None(), one, other)).bothFailed());
        assertTrue(withKey.doorman.claims.isEmpty() && without.doorman.claims.isEmpty());
    }

    @Test
    void nothingThatHoldsASecretPrintsIt() {
        var established = new Parties(true).meet().inner().established();
        assertFalse(established.toString().matches("(?s).*key=\\[?[0-9].*"), established.toString());
        assertTrue(established.toString().contains("chain=KeyChain[***]"), established.toString());
    }
}
