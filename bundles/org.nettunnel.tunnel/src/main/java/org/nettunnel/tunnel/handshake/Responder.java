package org.nettunnel.tunnel.handshake;

import java.io.IOException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.KeySchedule;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.crypto.Signatures;
import org.nettunnel.api.transport.Wire;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.tunnel.handshake.AdmissionPolicy.Admission;
import org.nettunnel.tunnel.handshake.AdmissionPolicy.Admission.Admitted;
import org.nettunnel.tunnel.handshake.AdmissionPolicy.Admission.Denied;
import org.nettunnel.tunnel.handshake.AdmissionPolicy.Claim;
import org.nettunnel.tunnel.handshake.AdmissionPolicy.KnownKey;
import org.nettunnel.tunnel.handshake.AdmissionPolicy.ProvedJoin;
import org.nettunnel.tunnel.handshake.Fields.Tag;
import org.nettunnel.tunnel.handshake.KeyChain.Direction;
import org.nettunnel.tunnel.handshake.Message.Hello;
import org.nettunnel.tunnel.handshake.Message.InitiatorProof;
import org.nettunnel.tunnel.handshake.Message.Refusal;
import org.nettunnel.tunnel.handshake.Message.Reply;
import org.nettunnel.tunnel.handshake.Message.ResponderProof;
import org.nettunnel.tunnel.handshake.Message.Terms;
import org.nettunnel.tunnel.handshake.Message.Type;
import org.nettunnel.tunnel.handshake.Message.Verdict;
import org.nettunnel.tunnel.handshake.Transcript.Framed;

/// The accepting side of one handshake; the methods stand in the order of what is said.
final class Responder {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final HandshakeCrypto crypto;
    private final AdmissionPolicy policy;
    private final Handshake.Turn turn;
    private final LocalNode self;
    private final MessageWire wire;
    private final Transcript transcript;

    Responder(HandshakeCrypto crypto, Wire wire, AdmissionPolicy policy, Handshake.Turn turn) {
        this.crypto = crypto;
        this.policy = policy;
        this.turn = turn;
        self = policy.self();
        this.wire = new MessageWire(wire);
        transcript = new Transcript(crypto.schedule(), wire.binding());
    }

    /// What the first message says, and what of it is proved.
    ///
    /// @param boundBy  the secret its binder is good under; null where there is no binder, or it is for a session that is not known here
    /// @param isProved whether that binder came for the first time: a copy gets no more than a stranger
    private record Opened(Hello hello, @Nullable KnownKey key, @Nullable Secret boundBy, boolean isProved) {}

    /// The exchange is done: what to send, and what it gave.
    private record Answered(Framed reply, String suite, List<String> compressions, KeyChain chain) {}

    Established run() throws HandshakeFailed, IOException {
        var opened = readHello();
        var answered = answer(opened);
        var chain = answered.chain();
        try {
            wire.write(answered.reply());
            var opening = wire.new Opening(crypto.sealing(), chain.handshakeKeys(Direction.I2R));
            var sealing = wire.new Sealing(crypto.sealing(), chain.handshakeKeys(Direction.R2I));
            var key = opened.key();
            chain.enter(key == null ? null : key.key());
            sendProof(sealing, chain, opened.isProved());
            var proof = readProof(opening, chain, opened.isProved());
            var block = chain.block(transcript.hash());
            var admission = decide(opened, answered, proof);
            var join = sendVerdict(sealing, chain, admission);
            return established(opened, answered, proof, new Outcome(block, admission, join));
        } catch (HandshakeFailed | IOException | RuntimeException failed) {
            chain.wipe();
            throw failed;
        }
    }

    private Opened readHello() throws HandshakeFailed, IOException {
        var framed = wire.readUnlessLeft(Type.HELLO);
        int version = Fields.version(framed.body());
        if (version != Message.VERSION) throw hinting(CloseCode.PROTOCOL, HandshakeFailed.otherVersion(version));
        var hello = MessageCodec.hello(framed.fields());
        var id = hello.claims().key();
        var key = id == null ? null : policy.key(id);
        var secrets = secrets(hello, key);
        var boundBy = boundBy(framed, hello, secrets);
        byte[] binder = hello.claims().binder();
        boolean isProved = boundBy != null && binder != null && turn.isFresh(binder);
        if (!turn.isWithinBudget(isProved)) throw hinting(CloseCode.BUSY, new HandshakeFailed.Broken(CloseCode.BUSY,
                "too many handshakes from " + turn.from().getHostAddress() + "; the peer will try again"));
        if (id != null && key == null) throw hinting(CloseCode.AUTHENTICATION, new HandshakeFailed.Broken(CloseCode.AUTHENTICATION,
                "the peer comes with an invite that is not known here (any more): make a new one"));
        if (boundBy == null && !secrets.isEmpty()) throw hinting(CloseCode.AUTHENTICATION, new HandshakeFailed.Broken(
                CloseCode.AUTHENTICATION, "the peer does not hold the key it names, or a proxy on the way ends TLS: make a new invite, "
                        + "or use transport tcp where a proxy is the reason"));
        transcript.add(framed);
        return new Opened(hello, key, boundBy, isProved);
    }

    /// Under which a binder is good; empty where none can be checked.
    private List<Secret> secrets(Hello hello, @Nullable KnownKey key) {
        var join = hello.claims().join();
        if (join != null) return policy.joinSecrets(join);
        return key == null ? List.of() : List.of(key.key());
    }

    private @Nullable Secret boundBy(Framed framed, Hello hello, List<Secret> secrets) throws HandshakeFailed {
        byte[] binder = hello.claims().binder();
        if (binder == null) return null;
        var unbound = new Framed(framed.type(), framed.body().clone(), framed.sentBytes());
        unbound.fields().fill(Tag.BINDER, new byte[KeySchedule.HASH_BYTES]);
        byte[] said = transcript.hashWith(unbound, unbound.body().length);
        for (var secret : secrets) if (MessageDigest.isEqual(KeyChain.binder(crypto.schedule(), secret, said), binder)) return secret;
        return null;
    }

    /// Tells the peer's people what is wrong, as far as anybody can before the peer is known.
    private HandshakeFailed hinting(CloseCode code, HandshakeFailed.Broken broken) {
        try {
            wire.write(Framed.clear(new Refusal(Message.VERSION, code)));
        } catch (IOException gone) {
            broken.addSuppressed(gone);
        }
        return broken;
    }

    private Answered answer(Opened opened) throws HandshakeFailed {
        try {
            return turn.compute(opened.isProved(), () -> exchange(opened.hello()));
        } catch (HandshakeFailed.Broken broken) {
            throw broken.code() == CloseCode.BUSY ? hinting(CloseCode.BUSY, broken) : broken;
        }
    }

    private Answered exchange(Hello hello) throws HandshakeFailed {
        try {
            var answer = crypto.exchange().answer(hello.x25519(), hello.encapsulationKey());
            byte[] random = new byte[Message.RANDOM_BYTES];
            RANDOM.nextBytes(random);
            var theirs = hello.offers();
            String suite = Offers.choice(theirs.suites(), self.offers().suites());
            var compressions = theirs.compressions().stream().filter(self.offers().compressions()::contains).toList();
            var terms = new Terms(compressions, self.offers().limits(), self.offers().suites());
            var reply = Framed.clear(new Reply(random, answer.x25519(), answer.ciphertext(), suite, terms));
            transcript.add(reply);
            return new Answered(reply, suite, compressions, new KeyChain(crypto.schedule(), transcript.hash(), answer.secret()));
        } catch (InvalidKeyException unusable) {
            throw HandshakeFailed.malformed("an unusable key: " + unusable.getMessage());
        }
    }

    private void sendProof(MessageWire.Sealing sealing, KeyChain chain, boolean proved) throws HandshakeFailed, IOException {
        var unproved = new ResponderProof(self.key().publicKey(), new byte[Signatures.SIGNATURE_BYTES], new byte[KeySchedule.HASH_BYTES]);
        var framed = Framed.sealed(unproved, crypto.sealing().tagBytes());
        var fields = framed.fields();
        byte[] signed = transcript.hashWith(framed, fields.startOf(Tag.SIGNATURE));
        fields.fill(Tag.SIGNATURE, turn.compute(proved, () -> crypto.sign(self.key(), Direction.R2I, signed)));
        fields.fill(Tag.FINISHED, chain.finished(Direction.R2I, transcript.hashWith(framed, fields.startOf(Tag.FINISHED))));
        transcript.add(framed);
        sealing.write(framed);
    }

    private InitiatorProof readProof(MessageWire.Opening opening, KeyChain chain, boolean proved) throws HandshakeFailed, IOException {
        var framed = opening.readUnlessLeft(Type.INITIATOR_PROOF);
        var fields = framed.fields();
        var proof = MessageCodec.initiatorProof(fields);
        if (PeerIdentity.of(proof.identity()).equals(self.identity())) throw new HandshakeFailed.Broken(CloseCode.AUTHENTICATION,
                "the peer has this node's own identity: a tunnel needs two nodes, and a copied node an identity of its own");
        byte[] mac = chain.finished(Direction.I2R, transcript.hashWith(framed, fields.startOf(Tag.FINISHED)));
        if (!MessageDigest.isEqual(mac, proof.finished())) throw new HandshakeFailed.Broken(CloseCode.AUTHENTICATION,
                "the peer does not prove its key and what was said before");
        byte[] signed = transcript.hashWith(framed, fields.startOf(Tag.SIGNATURE));
        if (!turn.compute(proved, () -> crypto.verifies(proof.identity(), Direction.I2R, signed, proof.signature())))
            throw new HandshakeFailed.Broken(CloseCode.AUTHENTICATION,
                    "the peer's signature is wrong: it does not hold the identity it shows");
        transcript.add(framed);
        return proof;
    }

    /// All is proved; from here on a refusal is told in a completed handshake.
    private Admission decide(Opened opened, Answered answered, InitiatorProof proof) {
        var identity = PeerIdentity.of(proof.identity());
        var key = opened.key();
        var owner = key == null ? null : key.owner();
        if (key == null && policy.hasKey(identity))
            return new Denied(CloseCode.AUTHENTICATION, "node " + identity.fingerprint() + " has a key here and came without it");
        if (owner != null && !owner.equals(identity)) return new Denied(CloseCode.AUTHENTICATION,
                "node " + identity.fingerprint() + " came with the key of node " + owner.fingerprint()
                        + ": make an invite of its own for it");
        if (answered.suite().isEmpty()) return new Denied(CloseCode.NO_COMMON_SUITE, "no cipher suite in common: the peer offers "
                + opened.hello().offers().suites() + ", this node has " + self.offers().suites());
        var claims = opened.hello().claims();
        var join = claims.join();
        var boundBy = opened.boundBy();
        if (join != null && boundBy == null)
            return new Denied(CloseCode.SESSION_GONE, "session " + join.session() + " is not known here (any more)");
        var proved = join == null || boundBy == null ? null : new ProvedJoin(join, boundBy);
        return policy.admit(new Claim(identity, proof.nodeName(), TunnelId.of(proof.tunnel()), claims.key(), proved));
    }

    /// What the end of it gave.
    private record Outcome(KeyBlock block, Admission admission, Secret join) {}

    /// Returns the join secret of the link.
    private Secret sendVerdict(MessageWire.Sealing sealing, KeyChain chain, Admission admission) throws HandshakeFailed, IOException {
        byte[] unproved = new byte[KeySchedule.HASH_BYTES];
        var verdict = switch (admission) {
            case Admitted(SessionId session, int rights) -> new Verdict(self.name(), CloseCode.NORMAL, session, rights, unproved);
            case Denied(CloseCode code, _) -> new Verdict("", code, SessionId.NONE, 0, unproved);
        };
        var framed = Framed.sealed(verdict, crypto.sealing().tagBytes());
        var fields = framed.fields();
        fields.fill(Tag.FINISHED, chain.finished(Direction.R2I, transcript.hashWith(framed, fields.startOf(Tag.FINISHED))));
        transcript.add(framed);
        var join = chain.join(transcript.hash());
        if (admission instanceof Admitted admitted && !policy.agreed(admitted, join))
            throw new HandshakeFailed.Broken(CloseCode.TIMEOUT, "the attempt was overtaken by a newer one");
        sealing.write(framed);
        return join;
    }

    private Established established(Opened opened, Answered answered, InitiatorProof proof, Outcome outcome) throws HandshakeFailed.Refused {
        var block = outcome.block();
        return switch (outcome.admission()) {
            case Denied(CloseCode code, String reason) -> throw new HandshakeFailed.Refused(code, reason, false);
            case Admitted(SessionId session, int rights) -> {
                var keys = new Established.Keys(block.responderToInitiator(), block.initiatorToResponder(), block.exporter(),
                        outcome.join(), answered.chain());
                var theirs = opened.hello().offers();
                var peer = new Established.Peer(PeerIdentity.of(proof.identity()), proof.nodeName(), theirs.limits(), theirs.suites());
                yield new Established(peer, new Established.Agreed(TunnelId.of(proof.tunnel()), answered.suite(), answered.compressions(), self.offers()),
                        session, rights, keys);
            }
        };
    }
}
