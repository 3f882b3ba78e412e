package org.nettunnel.tunnel.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.fixtures.PipeWire;
import org.nettunnel.tunnel.handshake.Doorman.LaneOf;
import org.nettunnel.tunnel.handshake.Fields.Tag;

/// Somebody wants a lane of a session that is not his: no policy is ever asked.
///
/// Stale attempts, and an identity that has stolen a secret, are the policy's to refuse: see its test.
@Timeout(60)
class JoinForgeryTest {
    private static final SessionId SESSION = SessionId.of(new byte[] { 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 1, 2, 3, 4, 5, 6 });
    private static final Secret FIRST = Parties.randomKey();

    /// The session lives, and each of its lanes has its first secret.
    private static Parties parties() {
        var parties = new Parties(true);
        for (int lane = 0; lane < Join.MOST_LANES; lane++) parties.doorman.lanes.put(new LaneOf(SESSION, lane), List.of(secret(lane)));
        return parties;
    }

    private static Secret secret(int lane) {
        return KeyChain.laneSecret(Parties.CRYPTO.schedule(), FIRST, lane);
    }

    private static void assertRefused(Parties parties, Parties.Outcomes outcomes) {
        assertInstanceOf(HandshakeFailed.Broken.class, outcomes.inner().failure());
        assertEquals(CloseCode.AUTHENTICATION, outcomes.outer().failure().code());
        assertTrue(parties.doorman.claims.isEmpty() && parties.doorman.pinned.isEmpty());
    }

    @Test
    void everyLaneIsJoinedUnderItsOwnSecretAndNoOther() {
        for (int lane = 0; lane < Join.MOST_LANES; lane++)
            for (int other = 0; other < Join.MOST_LANES; other++) {
                var parties = parties().innerJoins(new Join(SESSION, lane, 1), secret(other));
                var outcomes = parties.meet();
                if (lane == other) assertEquals(SESSION, outcomes.inner().established().session());
                else assertRefused(parties, outcomes);
            }
    }

    @Test
    void aStolenSessionIdIsNothingWithoutASecret() {
        var parties = parties();
        assertRefused(parties, parties.innerJoins(new Join(SESSION, 0, 1), Parties.randomKey()).meet());
        parties = parties();
        assertRefused(parties, parties.innerJoins(new Join(SESSION, 0, 1), parties.initiation.key()).meet());
        parties = parties();
        assertRefused(parties, parties.innerJoins(new Join(SESSION, 0, 1), FIRST).meet());
        // another node, with an invite of its own
        parties = parties();
        var invite = parties.doorman.invite();
        parties.innerIs(new LocalNode(Parties.CRYPTO.signatures().generate(), "thief", Parties.OFFERS));
        assertRefused(parties, parties.innerHas(invite).innerJoins(new Join(SESSION, 0, 1), invite).meet());
    }

    @ParameterizedTest
    @CsvSource({ "3, 8", "3, 6", "2, 7", "4, 7", "3, 9223372036854775807" })
    void anotherLaneOrAttemptOnTheWayIsNoticed(int lane, long attempt) {
        var parties = parties().innerJoins(new Join(SESSION, 3, 7), secret(3));
        byte[] other = ByteBuffer.allocate(Join.BYTES).put(SESSION.bytes()).put((byte) lane).putLong(attempt).array();
        assertRefused(parties, parties.meetThrough(sent -> sent[0] == 1 ? MeddlerTest.edited(sent, fields -> fields.put(Tag.JOIN.number, other)) : sent, sent -> sent));
    }

    /// A recorded join has a binder that is good as long as the lane's secret is; there is nobody behind it.
    @Test
    void aReplayedJoinNeverProvesWhoItIs() throws IOException {
        var parties = parties().innerJoins(new Join(SESSION, 3, 7), secret(3));
        var recorded = PipeWire.pair();
        parties.meet(recorded).inner().established();
        byte[] forth = recorded.forth().written();
        int claims = parties.doorman.claims.size(), end = Relay.starts(forth).get(1);

        var wires = PipeWire.pair();
        var outer = Parties.start(() -> parties.respond(wires.other()));
        Relay.write(wires.one(), Arrays.copyOf(forth, end));
        assertEquals(2, Relay.read(wires.one())[0]);
        assertEquals(3, Relay.read(wires.one())[0]);
        Relay.write(wires.one(), Arrays.copyOfRange(forth, end, forth.length));
        assertEquals(CloseCode.AUTHENTICATION, Parties.await(outer).failure().code());
        assertEquals(claims, parties.doorman.claims.size());
    }

    /// When the secret has moved on, the replay fails by its binder.
    @Test
    void aReplayedJoinUnderAnOlderSecretIsRefused() throws IOException {
        var parties = parties().innerJoins(new Join(SESSION, 3, 7), secret(3));
        var recorded = PipeWire.pair();
        parties.meet(recorded).inner().established();
        byte[] forth = recorded.forth().written();
        parties.doorman.lanes.put(new LaneOf(SESSION, 3), List.of(Parties.randomKey()));

        var wires = PipeWire.pair();
        var outer = Parties.start(() -> parties.respond(wires.other()));
        Relay.write(wires.one(), forth);
        assertEquals(0, Relay.read(wires.one())[0]);
        assertEquals(CloseCode.AUTHENTICATION, Parties.await(outer).failure().code());
        assertEquals(1, parties.doorman.claims.size());
    }
}
