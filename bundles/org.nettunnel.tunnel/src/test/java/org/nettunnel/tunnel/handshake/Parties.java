package org.nettunnel.tunnel.handshake;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.UnaryOperator;

import org.nettunnel.api.crypto.HybridExchange;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.crypto.SigningKey;
import org.nettunnel.api.transport.Wire;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.crypto.jdk.AesGcmSuite;
import org.nettunnel.crypto.jdk.JdkHybridExchange;
import org.nettunnel.crypto.jdk.JdkKeySchedule;
import org.nettunnel.crypto.jdk.JdkSignatures;
import org.nettunnel.tunnel.fixtures.PipeWire;

/// Two nodes that shake hands: `inner` dials, `outer` answers.
final class Parties {
    static final HandshakeCrypto CRYPTO =
            new HandshakeCrypto(new JdkHybridExchange(), new JdkKeySchedule(), new JdkSignatures(), new AesGcmSuite());
    static final Offers OFFERS = new Offers(List.of("AES-256-GCM", "ChaCha20-Poly1305"), List.of("deflate"), Limits.standard());
    static final TunnelId TUNNEL = TunnelId.parse("00112233-4455-6677-8899-aabbccddeeff");
    static final InetAddress FROM = InetAddress.getLoopbackAddress();
    private static final SigningKey INNER = CRYPTO.signatures().generate();
    private static final SigningKey OUTER = CRYPTO.signatures().generate();

    HandshakeCrypto innerCrypto = CRYPTO;
    HandshakeCrypto outerCrypto = CRYPTO;
    HandshakeBudget budget = unlimited();
    Duration longest = Duration.ofSeconds(60);
    Doorman doorman = new Doorman(outer(OFFERS));
    Initiation initiation;

    /// With an invite that is fresh, or without any key but with the identity let in.
    Parties(boolean withKey) {
        initiation = new Initiation(inner(OFFERS), TUNNEL, doorman.self().identity().fingerprint(), withKey ? doorman.invite() : null, null);
        if (!withKey) doorman.welcome.add(inner(OFFERS).identity());
    }

    static LocalNode inner(Offers offers) {
        return new LocalNode(INNER, "inner", offers);
    }

    static LocalNode outer(Offers offers) {
        return new LocalNode(OUTER, "outer", offers);
    }

    static Secret randomKey() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return Secret.of(bytes);
    }

    /// The clock of this budget runs so fast that nobody ever has had his share.
    static HandshakeBudget unlimited() {
        long[] time = new long[1];
        return new HandshakeBudget(64, () -> time[0] += 1_000_000_000_000L);
    }

    Parties innerIs(LocalNode self) {
        initiation = new Initiation(self, initiation.tunnel(), initiation.peer(), initiation.key(), initiation.rejoin());
        return this;
    }

    Parties innerHas(Secret key) {
        initiation = new Initiation(initiation.self(), initiation.tunnel(), initiation.peer(), key, initiation.rejoin());
        return this;
    }

    Parties innerJoins(Join join, Secret secret) {
        initiation = new Initiation(initiation.self(), initiation.tunnel(), initiation.peer(), initiation.key(),
                new Initiation.Rejoin(join, secret));
        return this;
    }

    Parties outerIs(LocalNode self) {
        var keys = doorman.keys;
        doorman = new Doorman(self);
        doorman.keys.putAll(keys);
        doorman.welcome.add(initiation.self().identity());
        return this;
    }

    static HandshakeCrypto with(HybridExchange exchange) {
        return new HandshakeCrypto(exchange, CRYPTO.schedule(), CRYPTO.signatures(), CRYPTO.sealing());
    }

    /// What became of both.
    record Outcomes(Outcome inner, Outcome outer) {
        boolean bothFailed() {
            return inner instanceof Outcome.Failed && outer instanceof Outcome.Failed;
        }
    }

    sealed interface Outcome {
        record Stands(Established established) implements Outcome {}

        record Failed(HandshakeFailed failure) implements Outcome {}

        default Established established() {
            return switch (this) {
                case Stands(Established established) -> established;
                case Failed(HandshakeFailed failure) -> throw new AssertionError(failure);
            };
        }

        default HandshakeFailed failure() {
            return switch (this) {
                case Stands _ -> throw new AssertionError("the handshake succeeded");
                case Failed(HandshakeFailed failure) -> failure;
            };
        }
    }

    Outcomes meet() {
        return meet(PipeWire.pair());
    }

    Outcomes meet(PipeWire.Pair wires) {
        return meet(wires.one(), wires.other());
    }

    Outcomes meet(Wire one, Wire other) {
        var outer = start(() -> respond(other));
        var inner = initiate(one);
        return new Outcomes(inner, await(outer));
    }

    /// Every message passes somebody who may rewrite it: header and body, as they travel.
    Outcomes meetThrough(UnaryOperator<byte[]> forth, UnaryOperator<byte[]> back) {
        var near = PipeWire.pair();
        var far = PipeWire.pair();
        start(() -> Relay.pump(near.other(), far.one(), forth));
        start(() -> Relay.pump(far.one(), near.other(), back));
        return meet(near.one(), far.other());
    }

    Outcome initiate(Wire wire) {
        try {
            return new Outcome.Stands(new Handshake(innerCrypto, budget, longest).initiate(wire, initiation));
        } catch (HandshakeFailed failed) {
            return new Outcome.Failed(failed);
        }
    }

    Outcome respond(Wire wire) {
        try {
            return new Outcome.Stands(new Handshake(outerCrypto, budget, longest).respond(wire, FROM, doorman));
        } catch (HandshakeFailed failed) {
            return new Outcome.Failed(failed);
        }
    }

    static <T> FutureTask<T> start(Callable<T> work) {
        var task = new FutureTask<>(work);
        Thread.ofVirtual().start(task);
        return task;
    }

    static <T> T await(FutureTask<T> task) {
        try {
            return task.get();
        } catch (InterruptedException | ExecutionException unexpected) {
            throw new AssertionError(unexpected);
        }
    }
}
