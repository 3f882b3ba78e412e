package org.nettunnel.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nettunnel.api.crypto.KeySchedule;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.crypto.SigningKey;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.crypto.jdk.JdkKeySchedule;
import org.nettunnel.crypto.jdk.JdkSignatures;
import org.nettunnel.tunnel.events.Events;
import org.nettunnel.tunnel.handshake.AdmissionPolicy.Admission;
import org.nettunnel.tunnel.handshake.AdmissionPolicy.Claim;
import org.nettunnel.tunnel.handshake.AdmissionPolicy.ProvedJoin;
import org.nettunnel.tunnel.handshake.Join;
import org.nettunnel.tunnel.handshake.KeyChain;
import org.nettunnel.tunnel.handshake.KeyId;
import org.nettunnel.tunnel.handshake.Limits;
import org.nettunnel.tunnel.handshake.LocalNode;
import org.nettunnel.tunnel.handshake.Offers;
import org.nettunnel.tunnel.handshake.SessionId;
import org.nettunnel.tunnel.link.Loop;
import org.nettunnel.tunnel.providers.NotReady;
import org.nettunnel.tunnel.providers.Providers;
import org.nettunnel.tunnel.wire.Memory;

/// Which handshakes begin a session, join one, or neither; no wire is needed for that.
class JoinPolicyTest {
    private static final KeySchedule SCHEDULE = new JdkKeySchedule();
    private final Providers providers = new Providers();
    private final SigningKey own = new JdkSignatures().generate();
    private final PeerIdentity peer = PeerIdentity.of(new JdkSignatures().generate().publicKey());
    private Loop loop;
    private Sessions sessions;
    private Tunnel one;
    private Tunnel other;

    @BeforeEach
    void tunnels() throws IOException {
        providers.schedule(SCHEDULE);
        loop = new Loop("loop", Memory.ofHeap().share(), System::nanoTime).start();
        sessions = new Sessions(providers, TunnelSettings.defaults(), List.of(loop), InstantSource.system());
        one = tunnel(1);
        other = tunnel(2);
    }

    @AfterEach
    void close() {
        loop.close();
    }

    private static Secret secret(int n, int bytes) {
        byte[] all = new byte[bytes];
        all[0] = (byte) n;
        return Secret.of(all);
    }

    private Tunnel tunnel(int n) {
        var trust = new TunnelConfig.Trust(peer, secret(n, 32), null);
        return new Tunnel(new TunnelConfig(TunnelId.random(), "t" + n, new TunnelConfig.Inbound(), trust, true), providers, InstantSource.system(), 
                new Chronicle.Shared(Events.NONE), () -> {});
    }

    private InboundPolicy policy(SigningKey self) {
        var node = new LocalNode(self, "node", new Offers(List.of(), List.of(), new Limits(1, 1, 1, 1024)));
        return new InboundPolicy(providers, node, () -> List.of(one, other), sessions);
    }

    private static KeyId key(Tunnel tunnel) {
        return KeyId.of(tunnel.config().trust().key(), SCHEDULE);
    }

    private Claim claim(Tunnel tunnel, PeerIdentity identity, ProvedJoin join) {
        return new Claim(identity, "peer", tunnel.config().id(), key(tunnel), join);
    }

    /// A fresh handshake up to M4, which the peer may never have read.
    private Session begin(int n) {
        var policy = policy(own);
        var admitted = assertInstanceOf(Admission.Admitted.class, policy.admit(claim(one, peer, null)));
        assertTrue(policy.agreed(admitted, secret(n, 48)));
        var berth = Objects.requireNonNull(policy.berth());
        assertEquals(new Sessions.Berth(berth.session(), 0, 0), berth);
        return berth.session();
    }

    private static ProvedJoin join(Session session, int lane, long attempt, Secret boundBy) {
        return new ProvedJoin(new Join(session.parties.id(), lane, attempt), boundBy);
    }

    private static Secret first(Session session, int lane) {
        return KeyChain.laneSecret(SCHEDULE, session.parties.join(), lane);
    }

    private static CloseCode code(Admission admission) {
        return assertInstanceOf(Admission.Denied.class, admission).code();
    }

    @Test
    void aJoinIsTakenUnderItsLanesSecretAndOnlyOnce() {
        Session session = begin(1);
        Secret first = first(session, 3);
        var policy = policy(own);
        assertEquals(List.of(first), policy.joinSecrets(new Join(session.parties.id(), 3, 1)));
        var join = join(session, 3, 1, first);
        var admitted = assertInstanceOf(Admission.Admitted.class, policy.admit(claim(one, peer, join)));
        assertEquals(session.parties.id(), admitted.session());
        assertTrue(policy.agreed(admitted, secret(9, 48)));
        assertEquals(new Sessions.Berth(session, 3, 1), policy.berth());
        assertEquals(List.of(first, secret(9, 48)), policy.joinSecrets(new Join(session.parties.id(), 3, 2)));
        assertEquals(CloseCode.TIMEOUT, code(policy(own).admit(claim(one, peer, join))));
        assertFalse(session.end.isDone(), "a stale attempt ends nothing");
    }

    @Test
    void anAttemptThatIsOvertakenBeforeItsAnswerIsNotAnswered() {
        Session session = begin(1);
        Secret first = first(session, 0);
        var slow = policy(own);
        var admitted = assertInstanceOf(Admission.Admitted.class, slow.admit(claim(one, peer, join(session, 0, 1, first))));
        assertInstanceOf(Admission.Admitted.class, policy(own).admit(claim(one, peer, join(session, 0, 2, first))));
        assertFalse(slow.agreed(admitted, secret(9, 48)));
        assertNull(slow.berth());
    }

    @Test
    void aStolenSecretHelpsNobodyElse() {
        Session session = begin(1);
        var stolen = join(session, 0, 1, first(session, 0));
        var thief = PeerIdentity.of(new JdkSignatures().generate().publicKey());
        assertEquals(CloseCode.AUTHENTICATION, code(policy(own).admit(claim(one, thief, stolen))));
        assertEquals(CloseCode.AUTHENTICATION, code(policy(own).admit(claim(other, peer, stolen))), "the session is another tunnel's");
        assertInstanceOf(Admission.Admitted.class, policy(own).admit(claim(one, peer, stolen)), "and the true peer still gets in");
    }

    @Test
    void aSessionThatEndedDuringTheHandshakeIsGone() {
        Session session = begin(1);
        var join = join(session, 0, 1, first(session, 0));
        session.stop(CloseCode.MEMORY, "too large");
        assertEquals(List.of(), policy(own).joinSecrets(join.join()));
        assertEquals(CloseCode.SESSION_GONE, code(policy(own).admit(claim(one, peer, join))));
        var unknown = new Join(SessionId.random(new java.security.SecureRandom()), 0, 1);
        assertEquals(List.of(), policy(own).joinSecrets(unknown));
    }

    @Test
    void nobodyTakesTheNameOfAnothersSession() {
        Session session = begin(1);
        var parties = new Session.Parties(session.parties.id(), session.parties.self(), peer, "peer", true, secret(2, 48));
        assertThrows(NotReady.class, () -> sessions.begin(other, parties));
        assertSame(session, sessions.living(session.parties.id()));
        assertNull(other.session());
    }

    @Test
    void aSessionOfTheIdentityThatThisNodeHadBeforeIsGone() {
        Session session = begin(1);
        var join = join(session, 0, 1, first(session, 0));
        assertEquals(CloseCode.SESSION_GONE, code(policy(new JdkSignatures().generate()).admit(claim(one, peer, join))));
    }

    private static void prove(Session session) {
        assertTrue(session.proves(new Join(session.parties.id(), 1, 1), first(session, 1)));
    }

    @Test
    void aFreshHandshakeEndsTheOlderSessionNotBeforeTheNewOneIsProved() throws Exception {
        Session older = begin(1);
        prove(older);
        assertSame(older, one.session());
        Session newer = begin(2);
        assertSame(older, one.session(), "the peer may have given that handshake up");
        assertFalse(older.end.isDone());
        prove(newer);
        assertSame(newer, one.session());
        assertEquals(CloseCode.SESSION_GONE, older.end.get(5, TimeUnit.SECONDS).code());
        assertEquals("a newer handshake of the same peer took its place", one.state().links().lastReason());
        assertNull(sessions.living(older.parties.id()));
        assertNotNull(sessions.living(newer.parties.id()));
    }

    @Test
    void whatIsProvedLateEndsNoNewerSession() throws Exception {
        Session older = begin(1);
        Session newer = begin(2);
        prove(newer);
        prove(older);
        assertSame(newer, one.session());
        assertEquals(CloseCode.SESSION_GONE, older.end.get(5, TimeUnit.SECONDS).code());
        assertFalse(newer.end.isDone());
    }

    @Test
    void handshakesThatAreNeverUsedDoNotPileUp() {
        Session used = begin(1);
        prove(used);
        Session first = begin(2);
        for (int n = 3; n < 7; n++) begin(n);
        assertTrue(first.end.isDone());
        assertFalse(used.end.isDone());
        assertSame(used, one.session());
    }

    @Test
    void aTunnelThatStopsTakesItsSessionsAlongAndNoNewOnes() {
        Session used = begin(1);
        prove(used);
        Session unproved = begin(2);
        one.close(CloseCode.SHUTTING_DOWN, "stopped");
        assertTrue(used.end.isDone() && unproved.end.isDone());
        assertEquals(CloseCode.SHUTTING_DOWN, code(policy(own).admit(claim(one, peer, null))));
    }

    @Test
    void theLargestParkedSessionGoesFirstAndOneWithALinkNever() {
        Session parked = begin(1);
        prove(parked);
        var keepsAll = new Parking(0, List.of(parked));
        assertTrue(keepsAll.look());
        assertFalse(parked.end.isDone(), "what keeps nothing is not too much");
        assertFalse(new Parking(0, List.of(begin(2))).look(), "one that nobody has used yet is not parked");
        new Parking(-1, List.of(parked)).look();
        assertTrue(parked.end.isDone());
    }
}
