package org.nettunnel.tunnel.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nettunnel.api.crypto.Fingerprint;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.crypto.Signatures;
import org.nettunnel.api.crypto.SigningKey;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.fixtures.Fault;
import org.nettunnel.tunnel.fixtures.PipeWire;

/// Who is let in by a handshake, for good or to a session, and what others are told.
class AdmissionTest {
    @Test
    void firstContactPinsWhoCameAndNobodyElse() {
        var parties = new Parties(true);
        parties.meet().inner().established();
        assertEquals(List.of(parties.initiation.self().identity()), parties.doorman.pinned);

        parties.meet().inner().established();
        assertEquals(1, parties.doorman.pinned.size());

        var thief = new LocalNode(Parties.CRYPTO.signatures().generate(), "thief", Parties.OFFERS);
        var outcomes = parties.innerIs(thief).meet();
        var told = assertInstanceOf(HandshakeFailed.Refused.class, outcomes.inner().failure());
        assertEquals(CloseCode.AUTHENTICATION, told.code());
        assertTrue(told.isByPeer());
        assertTrue(told.getMessage().contains(thief.identity().fingerprint().text()), told.getMessage());
        var refused = assertInstanceOf(HandshakeFailed.Refused.class, outcomes.outer().failure());
        assertFalse(refused.isByPeer());
        assertTrue(refused.getMessage().contains("key of node " + Parties.inner(Parties.OFFERS).identity().fingerprint()), refused.getMessage());
        assertEquals(1, parties.doorman.pinned.size());
    }

    @Test
    void anInviteCanBeUsedAgainByTheSameNodeWhenTheLastMessageWasLost() {
        var parties = new Parties(true);
        var clean = PipeWire.pair();
        new Parties(true).meet(clean);
        var outcomes = parties.meet(PipeWire.pair(new Fault.None(), new Fault.Cut(Relay.lastMessage(clean.back().written()))));
        assertInstanceOf(HandshakeFailed.Lost.class, outcomes.inner().failure());
        assertEquals(1, parties.doorman.pinned.size());

        HandshakeTest.assertAgree(parties, parties.meet());
        assertEquals(1, parties.doorman.pinned.size());
        assertEquals(CloseCode.AUTHENTICATION,
                parties.innerIs(new LocalNode(Parties.CRYPTO.signatures().generate(), "other", Parties.OFFERS)).meet().inner().failure().code());
    }

    @Test
    void anIdentityThatHasAKeyIsRefusedWithoutIt() {
        var parties = new Parties(true);
        parties.meet().inner().established();
        parties.doorman.welcome.add(parties.initiation.self().identity());
        var outcomes = parties.innerHas(null).meet();
        assertEquals(CloseCode.AUTHENTICATION, assertInstanceOf(HandshakeFailed.Refused.class, outcomes.inner().failure()).code());
        assertInstanceOf(HandshakeFailed.Refused.class, outcomes.outer().failure());
        assertEquals(1, parties.doorman.claims.size());
    }

    @Test
    void strangersAreRefusedByACompletedHandshake() {
        var parties = new Parties(false);
        parties.doorman.welcome.clear();
        var outcomes = parties.meet();
        assertEquals(CloseCode.AUTHENTICATION, assertInstanceOf(HandshakeFailed.Refused.class, outcomes.inner().failure()).code());
        assertEquals("a stranger", assertInstanceOf(HandshakeFailed.Refused.class, outcomes.outer().failure()).getMessage());
    }

    @Test
    void anUnknownKeyIsSaidToBeAnInviteThatIsGone() {
        var parties = new Parties(true).innerHas(Parties.randomKey());
        var outcomes = parties.meet();
        assertInstanceOf(HandshakeFailed.Broken.class, outcomes.inner().failure());
        assertTrue(outcomes.inner().failure().getMessage().startsWith("the invite is not known there (any more)"), outcomes.inner().failure().getMessage());
        assertInstanceOf(HandshakeFailed.Broken.class, outcomes.outer().failure());
        assertTrue(parties.doorman.claims.isEmpty());
    }

    @Test
    void aWrongKeyBehindARightNameIsRefused() {
        var parties = new Parties(true);
        var theirs = Parties.randomKey();
        parties.doorman.keys.put(KeyId.of(parties.initiation.key(), Parties.CRYPTO.schedule()), new AdmissionPolicy.KnownKey(theirs, null));
        var outcomes = parties.meet();
        assertTrue(outcomes.bothFailed());
        assertEquals(CloseCode.AUTHENTICATION, outcomes.outer().failure().code());
        assertTrue(parties.doorman.claims.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void aWrongNodeIsCalledByBothFingerprints(boolean withKey) {
        var parties = new Parties(withKey);
        var wanted = parties.doorman.self().identity().fingerprint();
        var found = new LocalNode(Parties.CRYPTO.signatures().generate(), "outer", Parties.OFFERS);
        var outcomes = parties.outerIs(found).meet();
        assertTrue(outcomes.bothFailed());
        String said = outcomes.inner().failure().getMessage();
        assertTrue(said.contains(wanted.text()) && said.contains(found.identity().fingerprint().text()), said);
        assertTrue(parties.doorman.claims.isEmpty());
    }

    @Test
    void theSignatureOfAWrongNodeIsNotEvenLookedAt() {
        var parties = new Parties(true);
        var looked = new AtomicInteger();
        var real = Parties.CRYPTO.signatures();
        var watched = new Signatures() {
            @Override
            public SigningKey generate() {
                return real.generate();
            }

            @Override
            public SigningKey restore(Secret seed) {
                return real.restore(seed);
            }

            @Override
            public boolean verifies(byte[] publicKey, byte[] message, byte[] signature) {
                looked.incrementAndGet();
                return real.verifies(publicKey, message, signature);
            }
        };
        parties.innerCrypto = new HandshakeCrypto(Parties.CRYPTO.exchange(), Parties.CRYPTO.schedule(), watched, Parties.CRYPTO.sealing());
        assertTrue(parties.outerIs(new LocalNode(real.generate(), "outer", Parties.OFFERS)).meet().bothFailed());
        assertEquals(0, looked.get());
    }

    @Test
    void aNodeDoesNotShakeHandsWithItself() {
        var parties = new Parties(true);
        var self = parties.doorman.self();
        parties.initiation = new Initiation(self, Parties.TUNNEL, Fingerprint.of(self.key().publicKey()), parties.initiation.key(), null);
        var outcomes = parties.meet();
        assertTrue(outcomes.inner().failure().getMessage().contains("this node itself"), outcomes.inner().failure().getMessage());
        assertTrue(outcomes.bothFailed());
        assertTrue(parties.doorman.claims.isEmpty());
    }

    @Test
    void aJoinOfAKnownSessionIsOfferedWithItsSecret() {
        var parties = new Parties(true);
        var join = new Join(SessionId.random(new SecureRandom()), 1, 7);
        var confirmed = Parties.randomKey();
        var pending = Parties.randomKey();
        parties.doorman.sessions.put(join.session(), List.of(confirmed, pending));
        var outcomes = parties.innerJoins(join, pending).meet();
        assertEquals(join.session(), outcomes.inner().established().session());
        assertEquals(new AdmissionPolicy.ProvedJoin(join, pending), parties.doorman.claims.getFirst().join());
    }

    @Test
    void aJoinUnderAWrongSecretIsAFailedAttempt() {
        var parties = new Parties(true);
        var join = new Join(SessionId.random(new SecureRandom()), 1, 7);
        parties.doorman.sessions.put(join.session(), List.of(Parties.randomKey()));
        var outcomes = parties.innerJoins(join, Parties.randomKey()).meet();
        assertInstanceOf(HandshakeFailed.Broken.class, outcomes.inner().failure());
        assertInstanceOf(HandshakeFailed.Broken.class, outcomes.outer().failure());
        assertTrue(parties.doorman.claims.isEmpty());
    }

    @Test
    void aJoinOfAnUnknownSessionIsRefusedByACompletedHandshake() {
        var parties = new Parties(true);
        var outcomes = parties.innerJoins(new Join(SessionId.random(new SecureRandom()), 0, 1), Parties.randomKey()).meet();
        assertEquals(CloseCode.SESSION_GONE, assertInstanceOf(HandshakeFailed.Refused.class, outcomes.inner().failure()).code());
        assertEquals(CloseCode.SESSION_GONE, assertInstanceOf(HandshakeFailed.Refused.class, outcomes.outer().failure()).code());
        assertTrue(parties.doorman.claims.isEmpty());
    }
}
