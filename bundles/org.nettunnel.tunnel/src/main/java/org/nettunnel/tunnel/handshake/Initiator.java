package org.nettunnel.tunnel.handshake;

import java.io.IOException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.HybridExchange;
import org.nettunnel.api.crypto.KeySchedule;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.crypto.Signatures;
import org.nettunnel.api.transport.Wire;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.tunnel.handshake.Fields.Tag;
import org.nettunnel.tunnel.handshake.KeyChain.Direction;
import org.nettunnel.tunnel.handshake.Message.Claims;
import org.nettunnel.tunnel.handshake.Message.Hello;
import org.nettunnel.tunnel.handshake.Message.InitiatorProof;
import org.nettunnel.tunnel.handshake.Message.Reply;
import org.nettunnel.tunnel.handshake.Message.Type;
import org.nettunnel.tunnel.handshake.Message.Verdict;
import org.nettunnel.tunnel.handshake.Transcript.Framed;

/// The dialling side of one handshake; the methods stand in the order of what is said.
final class Initiator {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final HandshakeCrypto crypto;
    private final Initiation initiation;
    private final LocalNode self;
    private final MessageWire wire;
    private final Transcript transcript;

    Initiator(HandshakeCrypto crypto, Wire wire, Initiation initiation) {
        this.crypto = crypto;
        this.initiation = initiation;
        self = initiation.self();
        this.wire = new MessageWire(wire);
        transcript = new Transcript(crypto.schedule(), wire.binding());
    }

    Established run() throws HandshakeFailed, IOException {
        var offer = crypto.exchange().offer();
        sendHello(offer);
        var reply = readReply();
        var chain = new KeyChain(crypto.schedule(), transcript.hash(), secrets(offer, reply));
        try {
            var opening = wire.new Opening(crypto.sealing(), chain.handshakeKeys(Direction.R2I));
            var sealing = wire.new Sealing(crypto.sealing(), chain.handshakeKeys(Direction.I2R));
            chain.enter(initiation.key());
            var peer = readProof(opening, chain);
            sendProof(sealing, chain);
            var block = chain.block(transcript.hash());
            var verdict = readVerdict(opening, chain, reply);
            return established(peer, reply, verdict, block, chain);
        } catch (HandshakeFailed | IOException | RuntimeException failed) {
            chain.wipe();
            throw failed;
        }
    }

    /// Hears who the peer is, and says no more: nothing has changed there.
    Handshake.Met meet() throws HandshakeFailed, IOException {
        var offer = crypto.exchange().offer();
        sendHello(offer);
        var reply = readReply();
        var chain = new KeyChain(crypto.schedule(), transcript.hash(), secrets(offer, reply));
        try {
            var opening = wire.new Opening(crypto.sealing(), chain.handshakeKeys(Direction.R2I));
            chain.enter(initiation.key());
            readProof(opening, chain);
            wire.leave();
            return new Handshake.Met(reply.suite(), suites(reply));
        } finally {
            chain.wipe();
        }
    }

    private void sendHello(HybridExchange.Offer offer) throws HandshakeFailed, IOException {
        if (self.offers().suites().isEmpty()) throw new HandshakeFailed.Broken(CloseCode.NO_COMMON_SUITE,
                "this node has no cipher suite to offer: start the bundle of one, such as org.nettunnel.crypto.jdk");
        byte[] random = new byte[Message.RANDOM_BYTES];
        RANDOM.nextBytes(random);
        var rejoin = initiation.rejoin();
        var key = initiation.key();
        var bindsBy = rejoin != null ? rejoin.secret() : key;
        var claims = new Claims(key == null ? null : KeyId.of(key, crypto.schedule()),
                bindsBy == null ? null : new byte[KeySchedule.HASH_BYTES], rejoin == null ? null : rejoin.join());
        var hello = Framed.clear(new Hello(random, offer.x25519(), offer.encapsulationKey(), self.offers(), claims));
        bind(hello, bindsBy);
        transcript.add(hello);
        wire.write(hello);
    }

    /// The binder speaks for the whole message with itself zero, as it still is.
    private void bind(Framed hello, @Nullable Secret secret) throws HandshakeFailed {
        if (secret == null) return;
        byte[] binder = KeyChain.binder(crypto.schedule(), secret, transcript.hashWith(hello, hello.body().length));
        hello.fields().fill(Tag.BINDER, binder);
    }

    private Reply readReply() throws HandshakeFailed, IOException {
        var framed = wire.read(Type.REPLY, Type.REFUSAL);
        int version = Fields.version(framed.body());
        if (version != Message.VERSION) throw HandshakeFailed.otherVersion(version);
        if (framed.type() == Type.REFUSAL) throw hinted(MessageCodec.refusal(framed.fields()).code());
        var reply = MessageCodec.reply(framed.fields());
        transcript.add(framed);
        var offers = self.offers();
        if (!reply.suite().isEmpty() && !offers.suites().contains(reply.suite())) throw new HandshakeFailed.Broken(
                CloseCode.NO_COMMON_SUITE, "the peer chose suite " + reply.suite() + ", which this node did not offer " + offers.suites());
        var theirs = reply.terms().suites();
        if (theirs != null && !reply.suite().equals(Offers.choice(offers.suites(), theirs)))
            throw HandshakeFailed.malformed("suite '" + reply.suite() + "' is not the first of " + offers.suites() + " that the peer has: " + theirs);
        if (!offers.compressions().containsAll(reply.terms().compressions()))
            throw HandshakeFailed.malformed("compressions " + reply.terms().compressions() + " were not all offered");
        return reply;
    }

    private static HandshakeFailed.Broken hinted(CloseCode code) {
        return new HandshakeFailed.Broken(code, switch (code) {
            case AUTHENTICATION -> "the invite is not known there (any more), or a proxy on the way ends TLS: make a new invite at the "
                    + "other node and add the tunnel again, or use transport tcp where a proxy is the reason";
            case BUSY -> "the other node has too many handshakes at once; this one tries again";
            case NORMAL, PROTOCOL, POLICY, FLOW_CONTROL, SIZE, KEY_LIMIT, NO_COMMON_SUITE, TIMEOUT, SHUTTING_DOWN, SESSION_GONE,
                    RIGHTS_CHANGED, MEMORY, TARGET_REFUSED, TARGET_UNREACHABLE, INTERNAL -> "the other node broke off the handshake ("
                    + code.sentence() + "): see its log";
        });
    }

    private static byte[] secrets(HybridExchange.Offer offer, Reply reply) throws HandshakeFailed {
        try {
            return offer.secret(reply.x25519(), reply.ciphertext());
        } catch (InvalidKeyException unusable) {
            throw HandshakeFailed.malformed("an unusable key: " + unusable.getMessage());
        }
    }

    /// The pinned identity is looked at first: nothing is computed on the word of another node, which is called by its name even where
    /// its signature and key are wrong too.
    private PeerIdentity readProof(MessageWire.Opening opening, KeyChain chain) throws HandshakeFailed, IOException {
        var framed = opening.read(Type.RESPONDER_PROOF);
        var fields = framed.fields();
        var proof = MessageCodec.responderProof(fields);
        var peer = PeerIdentity.of(proof.identity());
        if (peer.equals(self.identity())) throw new HandshakeFailed.Broken(CloseCode.AUTHENTICATION,
                "the node at that address is this node itself: give the address of the other node");
        if (!peer.fingerprint().equals(initiation.peer())) throw new HandshakeFailed.Broken(CloseCode.AUTHENTICATION,
                "the node at that address has fingerprint " + peer.fingerprint() + ", the tunnel wants " + initiation.peer()
                        + ": the address is another node's, that node was set up anew, or somebody sits in between; "
                        + "only if you know why, make a new invite there");
        byte[] signed = transcript.hashWith(framed, fields.startOf(Tag.SIGNATURE));
        if (!crypto.verifies(proof.identity(), Direction.R2I, signed, proof.signature()))
            throw new HandshakeFailed.Broken(CloseCode.AUTHENTICATION,
                    "the peer's signature is wrong: it does not hold the identity it shows");
        byte[] proved = chain.finished(Direction.R2I, transcript.hashWith(framed, fields.startOf(Tag.FINISHED)));
        if (!MessageDigest.isEqual(proved, proof.finished())) throw new HandshakeFailed.Broken(CloseCode.AUTHENTICATION,
                "the peer has another key for this tunnel: make a new invite at the other node and add the tunnel again");
        transcript.add(framed);
        return peer;
    }

    private void sendProof(MessageWire.Sealing sealing, KeyChain chain) throws HandshakeFailed, IOException {
        var unproved = new InitiatorProof(self.key().publicKey(), new byte[Signatures.SIGNATURE_BYTES], initiation.tunnel().bytes(),
                self.name(), new byte[KeySchedule.HASH_BYTES]);
        var framed = Framed.sealed(unproved, crypto.sealing().tagBytes());
        var fields = framed.fields();
        fields.fill(Tag.SIGNATURE, crypto.sign(self.key(), Direction.I2R, transcript.hashWith(framed, fields.startOf(Tag.SIGNATURE))));
        fields.fill(Tag.FINISHED, chain.finished(Direction.I2R, transcript.hashWith(framed, fields.startOf(Tag.FINISHED))));
        transcript.add(framed);
        sealing.write(framed);
    }

    private Verdict readVerdict(MessageWire.Opening opening, KeyChain chain, Reply reply) throws HandshakeFailed, IOException {
        var framed = opening.read(Type.VERDICT);
        var fields = framed.fields();
        var verdict = MessageCodec.verdict(fields);
        byte[] proved = chain.finished(Direction.R2I, transcript.hashWith(framed, fields.startOf(Tag.FINISHED)));
        if (!MessageDigest.isEqual(proved, verdict.finished()))
            throw new HandshakeFailed.Broken(CloseCode.AUTHENTICATION, "the peer's last message does not prove what was said before");
        transcript.add(framed);
        if (verdict.status() != CloseCode.NORMAL) throw refused(verdict.status());
        if (reply.suite().isEmpty()) throw HandshakeFailed.malformed("a link without a suite");
        return verdict;
    }

    private HandshakeFailed.Refused refused(CloseCode code) {
        String reason = switch (code) {
            case AUTHENTICATION -> "it does not accept this node's identity " + self.identity().fingerprint()
                    + " for the tunnel: make a new invite there and add the tunnel again";
            case POLICY -> "the tunnel is stopped or removed there: start it there, or remove it here";
            case SHUTTING_DOWN -> "the tunnel is stopped there, or the node is stopping; this one tries again";
            case NO_COMMON_SUITE -> "no cipher suite in common, this node offers " + self.offers().suites()
                    + ": start the bundle of a suite at one of the nodes that the other has";
            case SESSION_GONE -> "it does not know the session any more; a fresh one is needed";
            case TIMEOUT -> "the attempt was overtaken by a newer one";
            case NORMAL, PROTOCOL, BUSY, FLOW_CONTROL, SIZE, KEY_LIMIT, RIGHTS_CHANGED, MEMORY, TARGET_REFUSED,
                    TARGET_UNREACHABLE, INTERNAL -> code.sentence() + "; see its log";
        };
        return new HandshakeFailed.Refused(code, "the other node refused the link (code " + code.number() + "): " + reason, true);
    }

    /// An older responder does not say: it has what it chose, and what its handshakes are sealed with.
    private static List<String> suites(Reply reply) {
        var said = reply.terms().suites();
        return said != null ? said : reply.suite().equals(HandshakeCrypto.SEALING) ? List.of(reply.suite()) : List.of(reply.suite(), HandshakeCrypto.SEALING);
    }

    private Established established(PeerIdentity peer, Reply reply, Verdict verdict, KeyBlock block, KeyChain chain) {
        var keys = new Established.Keys(block.initiatorToResponder(), block.responderToInitiator(), block.exporter(),
                chain.join(transcript.hash()), chain);
        return new Established(new Established.Peer(peer, verdict.nodeName(), reply.terms().limits(), suites(reply)),
                new Established.Agreed(initiation.tunnel(), reply.suite(), reply.terms().compressions(), self.offers()), verdict.session(),
                verdict.rights(), keys);
    }
}
