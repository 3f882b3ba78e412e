package org.nettunnel.transport.https;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nettunnel.api.crypto.KeyMaterial;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.crypto.SigningKey;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.transport.Wire;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.crypto.bouncycastle.BouncyCertificates;
import org.nettunnel.crypto.jdk.AesGcmSuite;
import org.nettunnel.crypto.jdk.JdkHybridExchange;
import org.nettunnel.crypto.jdk.JdkKeySchedule;
import org.nettunnel.crypto.jdk.JdkSignatures;
import org.nettunnel.tunnel.handshake.AdmissionPolicy;
import org.nettunnel.tunnel.handshake.Established;
import org.nettunnel.tunnel.handshake.Handshake;
import org.nettunnel.tunnel.handshake.HandshakeBudget;
import org.nettunnel.tunnel.handshake.HandshakeCrypto;
import org.nettunnel.tunnel.handshake.HandshakeFailed;
import org.nettunnel.tunnel.handshake.Initiation;
import org.nettunnel.tunnel.handshake.Join;
import org.nettunnel.tunnel.handshake.KeyId;
import org.nettunnel.tunnel.handshake.Limits;
import org.nettunnel.tunnel.handshake.LocalNode;
import org.nettunnel.tunnel.handshake.Offers;
import org.nettunnel.tunnel.handshake.SessionId;

/// Somebody ends TLS in between, with a certificate that everybody trusts: the handshake inside fails at both ends, with words that say so.
///
/// That a certificate of his own is trusted makes no difference here, since nodes trust any; see [HttpsTransport].
@Timeout(60)
class ManInTheMiddleTest {
    private static final HandshakeCrypto CRYPTO = new HandshakeCrypto(new JdkHybridExchange(), new JdkKeySchedule(), new JdkSignatures(), new AesGcmSuite());
    private static final Offers OFFERS = new Offers(List.of("AES-256-GCM"), List.of(), Limits.standard());
    private static final KeyMaterial TRUSTED = new BouncyCertificates().selfSigned(List.of("localhost"), Duration.ofDays(1));
    private static final SigningKey INNER = CRYPTO.signatures().generate();
    private static final SigningKey OUTER = CRYPTO.signatures().generate();
    private static final Secret INVITE = Secret.of(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 });

    @TempDir
    Path data;

    /// An invite that waits for first contact, or a peer that is known without one.
    private static final class Policy implements AdmissionPolicy {
        final List<Claim> claims = new CopyOnWriteArrayList<>();

        @Override
        public LocalNode self() {
            return new LocalNode(OUTER, "outer", OFFERS);
        }

        @Override
        public @Nullable KnownKey key(KeyId id) {
            return id.equals(KeyId.of(INVITE, CRYPTO.schedule())) ? new KnownKey(INVITE, null) : null;
        }

        @Override
        public boolean hasKey(PeerIdentity identity) {
            return false;
        }

        @Override
        public List<Secret> joinSecrets(Join join) {
            return List.of();
        }

        @Override
        public Admission admit(Claim claim) {
            claims.add(claim);
            return new Admission.Admitted(SessionId.random(new SecureRandom()), 0);
        }
    }

    private final Policy policy = new Policy();

    private FutureTask<Established> respond(WirePair pair) {
        var task = new FutureTask<>(() -> {
            Wire wire = pair.accepted.poll(20, TimeUnit.SECONDS);
            return new Handshake(CRYPTO, new HandshakeBudget()).respond(wire, InetAddress.getLoopbackAddress(), policy);
        });
        Thread.startVirtualThread(task);
        return task;
    }

    private static Established initiate(Address address, boolean withKey) throws Exception {
        var peer = PeerIdentity.of(OUTER.publicKey()).fingerprint();
        var initiation = new Initiation(new LocalNode(INNER, "inner", OFFERS), TunnelId.random(), peer, withKey ? INVITE : null, null);
        return new Handshake(CRYPTO, new HandshakeBudget()).initiate(new HttpsTransport().dial(address, WirePair.TIMEOUT), initiation);
    }

    private static HandshakeFailed failure(FutureTask<Established> task) {
        return (HandshakeFailed) assertThrows(java.util.concurrent.ExecutionException.class, task::get).getCause();
    }

    @Test
    void withNobodyInBetweenTheyAgree() throws Exception {
        try (var pair = new WirePair(data)) {
            var outer = respond(pair);
            var inner = initiate(pair.address, true);
            assertEquals(inner.session(), outer.get().session());
            assertEquals(1, policy.claims.size());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void whoEndsTlsIsNoticedAtBothEndsAndNamed(boolean withKey) throws Exception {
        try (var pair = new WirePair(data); var relay = new EndingRelay(TRUSTED, pair.address)) {
            relay.isTrusted();
            var outer = respond(pair);
            var told = assertThrows(HandshakeFailed.class, () -> initiate(relay.address(), withKey));
            assertTrue(relay.passedForth.get() > 1_000 && relay.passedBack.get() > 10, "they did talk through it");
            assertSaysSo(told);
            var seen = failure(outer);
            // without a key it learns nothing before the other has gone
            if (withKey) assertSaysSo(seen);
            assertTrue(policy.claims.isEmpty());
        }
    }

    private static void assertSaysSo(HandshakeFailed failure) {
        assertEquals(CloseCode.AUTHENTICATION, failure.code());
        assertTrue(failure.getMessage().contains("ends TLS"), failure.getMessage());
    }

    /// Each half of the TLS connection has a channel binding of its own.
    @Test
    void theTwoEndsOfAWireThatWasEndedInBetweenAreBoundToDifferentChannels() throws Exception {
        try (var pair = new WirePair(data); var relay = new EndingRelay(TRUSTED, pair.address)) {
            try (Wire dialled = new HttpsTransport().dial(relay.address(), WirePair.TIMEOUT); Wire accepted = pair.accepted.poll(20, TimeUnit.SECONDS)) {
                assertFalse(Arrays.equals(dialled.binding(), accepted.binding()));
            }
        }
    }
}
