package org.nettunnel.tunnel.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nettunnel.api.crypto.SigningKey;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.fixtures.PipeWire;
import org.nettunnel.tunnel.handshake.Message.ResponderProof;
import org.nettunnel.tunnel.handshake.Message.Type;
import org.nettunnel.tunnel.handshake.Parties.Outcome;

/// Somebody sits in between on a transport that binds nothing: whatever he does, both sides fail, and nobody is pinned.
///
/// Where TLS is ended in between, see the test of the transport.
@Timeout(60)
class ManInTheMiddleTest {
    private static final SigningKey OWN = Parties.CRYPTO.signatures().generate();

    private static Mallory mallory(byte[] shown, boolean withKey) {
        return new Mallory(shown, OWN, withKey ? Parties.randomKey() : null);
    }

    /// Answers the initiator as `mallory`, and hears what it then says of itself.
    private static HandshakeFailed answered(Parties parties, Mallory mallory, ResponderProof copied) {
        var wires = PipeWire.pair();
        var middle = Parties.start(() -> {
            try {
                return mallory.answer(wires.other(), copied);
            } catch (HandshakeFailed | IOException heardNothing) {
                return new byte[0];
            }
        });
        var failure = parties.initiate(wires.one()).failure();
        assertEquals(0, Parties.await(middle).length, "it said who it is");
        assertEquals(1, Relay.starts(wires.forth().written()).size(), "it said more than its hello");
        return failure;
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void whoShowsHisOwnIdentityIsCalledAnotherNode(boolean withKey) {
        var failure = answered(new Parties(withKey), mallory(OWN.publicKey(), withKey), null);
        assertEquals(CloseCode.AUTHENTICATION, failure.code());
        assertTrue(failure.getMessage().contains("somebody sits in between"), failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void whoShowsTheNodesIdentityCannotSignForIt(boolean withKey) {
        var parties = new Parties(withKey);
        var failure = answered(parties, mallory(parties.doorman.self().key().publicKey(), withKey), null);
        assertEquals(CloseCode.AUTHENTICATION, failure.code());
        assertTrue(failure.getMessage().contains("does not hold the identity"), failure.getMessage());
    }

    /// What the real node once signed, for somebody else.
    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void aProofOfAnotherHandshakeProvesNothing(boolean withKey) throws HandshakeFailed {
        var parties = new Parties(withKey);
        var copied = MessageCodec.responderProof(MessageCodec.fields(Type.RESPONDER_PROOF, EveryFieldTest.listened(parties, Type.RESPONDER_PROOF)));
        var failure = answered(parties, mallory(parties.doorman.self().key().publicKey(), withKey), copied);
        assertEquals(CloseCode.AUTHENTICATION, failure.code());
        assertTrue(failure.getMessage().contains("does not hold the identity"), failure.getMessage());
    }

    @Test
    void anothersClaimsWithAnExchangeOfOnesOwnAreRefused() throws HandshakeFailed, IOException {
        var parties = new Parties(true);
        var near = PipeWire.pair();
        var inner = Parties.start(() -> parties.initiate(near.one()));
        byte[] hello = Relay.read(near.other());
        var far = PipeWire.pair();
        var outer = Parties.start(() -> parties.respond(far.other()));
        assertEquals(Type.REFUSAL.number(), Mallory.ask(far.one(), Arrays.copyOfRange(hello, 4, hello.length)));
        near.other().close();
        assertEquals(CloseCode.AUTHENTICATION, Parties.await(outer).failure().code());
        assertInstanceOf(HandshakeFailed.Lost.class, Parties.await(inner).failure());
        assertTrue(parties.doorman.claims.isEmpty());
    }

    /// He is a node like any other, and dials with his own identity, or with that of the node he sits in front of.
    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void whoDialsInAnothersPlaceIsAStrangerOrALiar(boolean shows) {
        var parties = new Parties(false);
        byte[] victim = parties.initiation.self().key().publicKey();
        parties.innerIs(new LocalNode(shows ? new HostilePeerTest.Shown(OWN.publicKey(), victim, OWN) : OWN, "inner", Parties.OFFERS));
        var outcomes = parties.meet();
        assertTrue(outcomes.bothFailed());
        assertEquals(CloseCode.AUTHENTICATION, outcomes.outer().failure().code());
        assertTrue(parties.doorman.pinned.isEmpty());
        assertEquals(shows ? 0 : 1, parties.doorman.claims.size(), "a stranger is told so by the policy");
    }

    // recordings

    @ParameterizedTest
    @CsvSource({ "1, HELLO", "2, REPLY", "3, RESPONDER_PROOF", "4, INITIATOR_PROOF", "5, VERDICT" })
    void aMessageOfAnEarlierHandshakeInPlaceOfTheSameIsRefused(int order, Type type) {
        var parties = new Parties(true);
        var recorded = new byte[1][];
        UnaryOperator<byte[]> listen = sent -> sent[0] == type.number() ? recorded[0] = sent : sent;
        assertFalse(parties.meetThrough(listen, listen).bothFailed());
        int claims = parties.doorman.claims.size();

        UnaryOperator<byte[]> replay = sent -> sent[0] == type.number() ? recorded[0] : sent;
        var outcomes = parties.meetThrough(replay, replay);
        assertInstanceOf(Outcome.Failed.class, outcomes.inner());
        // the verdict is the responder's last word
        assertEquals(order == 5, outcomes.outer() instanceof Outcome.Stands, outcomes.toString());
        assertEquals(claims + (order == 5 ? 1 : 0), parties.doorman.claims.size());
    }

    // two handshakes of the same nodes at once, crossed

    /// Where each message goes: the first `straight` of the five to where it belongs, all others to the same place of the other handshake.
    @ParameterizedTest
    @ValueSource(ints = { 1, 2, 3, 4 })
    void twoHandshakesOfTheSameNodesCannotBeSpliced(int straight) {
        var parties = new Parties(true);
        PipeWire.Pair[] near = { PipeWire.pair(), PipeWire.pair() }, far = { PipeWire.pair(), PipeWire.pair() };
        Parties.start(() -> splice(near, far, straight));
        var outers = Arrays.stream(far).map(wires -> Parties.start(() -> parties.respond(wires.other()))).toList();
        var inners = Arrays.stream(near).map(wires -> Parties.start(() -> parties.initiate(wires.one()))).toList();
        boolean failsAtOuter = straight == 3;
        for (var task : failsAtOuter ? outers : inners) assertEquals(CloseCode.AUTHENTICATION, Parties.await(task).failure().code());
        // nobody says more: what waits for more is let go
        for (var wires : failsAtOuter ? near : far) (failsAtOuter ? wires.other() : wires.one()).close();
        for (var task : failsAtOuter ? inners : outers) assertEquals(straight < 4, Parties.await(task) instanceof Outcome.Failed);
        assertEquals(straight < 4 ? 0 : 2, parties.doorman.claims.size());
    }

    /// Message by message, so that each side gets what it waits for; ends with the first that nobody says.
    private static Void splice(PipeWire.Pair[] near, PipeWire.Pair[] far, int straight) throws IOException {
        boolean[] goesForth = { true, false, false, true, false };
        for (int order = 1; order <= 5; order++) {
            var said = new byte[2][];
            for (int i = 0; i < 2; i++) said[i] = Relay.read(goesForth[order - 1] ? near[i].other() : far[i].one());
            for (int i = 0; i < 2; i++) {
                int to = order <= straight ? i : 1 - i;
                Relay.write(goesForth[order - 1] ? far[to].one() : near[to].other(), said[i]);
            }
        }
        return null;
    }
}
