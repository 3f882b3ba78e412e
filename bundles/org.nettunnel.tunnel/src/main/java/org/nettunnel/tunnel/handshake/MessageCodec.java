package org.nettunnel.tunnel.handshake;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;

import org.nettunnel.api.crypto.HybridExchange;
import org.nettunnel.api.crypto.KeySchedule;
import org.nettunnel.api.crypto.Signatures;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.handshake.Fields.Tag;
import org.nettunnel.tunnel.handshake.Message.Claims;
import org.nettunnel.tunnel.handshake.Message.Hello;
import org.nettunnel.tunnel.handshake.Message.InitiatorProof;
import org.nettunnel.tunnel.handshake.Message.Refusal;
import org.nettunnel.tunnel.handshake.Message.Reply;
import org.nettunnel.tunnel.handshake.Message.ResponderProof;
import org.nettunnel.tunnel.handshake.Message.Terms;
import org.nettunnel.tunnel.handshake.Message.Type;
import org.nettunnel.tunnel.handshake.Message.Verdict;

/// The bodies of messages, strictly: every field has one form, and a message with a wrong one is refused as a whole.
final class MessageCodec {
    private static final int HASH_BYTES = KeySchedule.HASH_BYTES;
    private static final int TUNNEL_BYTES = 16;
    private static final byte[] VERSION = u16(Message.VERSION);

    private MessageCodec() {}

    static Type typeOf(Message message) {
        return switch (message) {
            case Refusal _ -> Type.REFUSAL;
            case Hello _ -> Type.HELLO;
            case Reply _ -> Type.REPLY;
            case ResponderProof _ -> Type.RESPONDER_PROOF;
            case InitiatorProof _ -> Type.INITIATOR_PROOF;
            case Verdict _ -> Type.VERDICT;
        };
    }

    static byte[] encode(Message message) {
        var to = new Fields.Writer();
        switch (message) {
            case Refusal refusal -> to.put(Tag.VERSION, u16(refusal.version())).put(Tag.STATUS, u8(refusal.code()));
            case Hello hello -> hello(hello, to);
            case Reply reply -> reply(reply, to);
            case ResponderProof proof -> to.put(Tag.IDENTITY, proof.identity()).put(Tag.SIGNATURE, proof.signature())
                    .put(Tag.FINISHED, proof.finished());
            case InitiatorProof proof -> to.put(Tag.IDENTITY, proof.identity()).put(Tag.SIGNATURE, proof.signature())
                    .put(Tag.TUNNEL, proof.tunnel()).put(Tag.NODE_NAME, proof.nodeName().getBytes(UTF_8))
                    .put(Tag.FINISHED, proof.finished());
            case Verdict verdict -> verdict(verdict, to);
        }
        return to.body();
    }

    private static void hello(Hello hello, Fields.Writer to) {
        to.put(Tag.VERSION, VERSION).put(Tag.RANDOM, hello.random()).put(Tag.X25519, hello.x25519())
                .put(Tag.ENCAPSULATION_KEY, hello.encapsulationKey()).putNames(Tag.SUITES, hello.offers().suites())
                .putNames(Tag.COMPRESSIONS, hello.offers().compressions()).put(Tag.LIMITS, hello.offers().limits().encoded());
        var key = hello.claims().key();
        byte[] binder = hello.claims().binder();
        var join = hello.claims().join();
        if (key != null) to.put(Tag.KEY_ID, key.bytes());
        if (binder != null) to.put(Tag.BINDER, binder);
        if (join != null) to.put(Tag.JOIN, encode(join));
    }

    private static void reply(Reply reply, Fields.Writer to) {
        to.put(Tag.VERSION, VERSION).put(Tag.RANDOM, reply.random()).put(Tag.X25519, reply.x25519()).put(Tag.CIPHERTEXT, reply.ciphertext());
        var suites = reply.terms().suites();
        if (suites != null) to.putNames(Tag.SUITES, suites);
        to.put(Tag.SUITE, reply.suite().getBytes(US_ASCII)).putNames(Tag.COMPRESSIONS, reply.terms().compressions())
                .put(Tag.LIMITS, reply.terms().limits().encoded());
    }

    private static void verdict(Verdict verdict, Fields.Writer to) {
        if (!verdict.nodeName().isEmpty()) to.put(Tag.NODE_NAME, verdict.nodeName().getBytes(UTF_8));
        to.put(Tag.STATUS, u8(verdict.status())).put(Tag.SESSION, verdict.session().bytes())
                .put(Tag.RIGHTS, ByteBuffer.allocate(Integer.BYTES).putInt(verdict.rights()).array()).put(Tag.FINISHED, verdict.finished());
    }

    private static byte[] encode(Join join) {
        return ByteBuffer.allocate(Join.BYTES).put(join.session().bytes()).put((byte) join.lane()).putLong(join.attempt()).array();
    }

    /// The fields a message of that type may have.
    static Fields fields(Type type, byte[] body) throws HandshakeFailed.Broken {
        return Fields.parse(body, switch (type) {
            case REFUSAL -> EnumSet.of(Tag.VERSION, Tag.STATUS);
            case HELLO -> union(EnumSet.range(Tag.VERSION, Tag.ENCAPSULATION_KEY), Tag.SUITES, Tag.COMPRESSIONS, Tag.LIMITS,
                    Tag.KEY_ID, Tag.BINDER, Tag.JOIN);
            case REPLY -> union(EnumSet.range(Tag.VERSION, Tag.X25519), Tag.CIPHERTEXT, Tag.SUITES, Tag.SUITE, Tag.COMPRESSIONS, Tag.LIMITS);
            case RESPONDER_PROOF -> EnumSet.of(Tag.IDENTITY, Tag.SIGNATURE, Tag.FINISHED);
            case INITIATOR_PROOF -> EnumSet.of(Tag.IDENTITY, Tag.SIGNATURE, Tag.TUNNEL, Tag.NODE_NAME, Tag.FINISHED);
            case VERDICT -> EnumSet.of(Tag.NODE_NAME, Tag.STATUS, Tag.SESSION, Tag.RIGHTS, Tag.FINISHED);
        });
    }

    private static Set<Tag> union(Set<Tag> some, Tag... more) {
        for (var tag : more) some.add(tag);
        return some;
    }

    static Refusal refusal(Fields fields) throws HandshakeFailed.Broken {
        return new Refusal(fields.version(), status(fields));
    }

    /// The version was looked at before.
    static Hello hello(Fields fields) throws HandshakeFailed.Broken {
        var suites = fields.names(Tag.SUITES);
        if (suites.isEmpty()) throw HandshakeFailed.malformed("no suite is offered");
        var offers = new Offers(suites, fields.names(Tag.COMPRESSIONS), Limits.decode(fields.bytes(Tag.LIMITS)));
        return new Hello(fields.bytes(Tag.RANDOM, Message.RANDOM_BYTES), fields.bytes(Tag.X25519, HybridExchange.X25519_BYTES),
                fields.bytes(Tag.ENCAPSULATION_KEY, HybridExchange.ENCAPSULATION_KEY_BYTES), offers, claims(fields));
    }

    private static Claims claims(Fields fields) throws HandshakeFailed.Broken {
        var key = fields.has(Tag.KEY_ID) ? KeyId.of(fields.bytes(Tag.KEY_ID, KeyId.BYTES)) : null;
        byte[] binder = fields.has(Tag.BINDER) ? fields.bytes(Tag.BINDER, HASH_BYTES) : null;
        var join = fields.has(Tag.JOIN) ? join(fields.bytes(Tag.JOIN, Join.BYTES)) : null;
        if ((binder != null) != (key != null || join != null))
            throw HandshakeFailed.malformed("a binder without a key or the other way round");
        return new Claims(key, binder, join);
    }

    private static Join join(byte[] value) throws HandshakeFailed.Broken {
        byte[] session = new byte[SessionId.BYTES];
        var from = ByteBuffer.wrap(value).get(session);
        int lane = Byte.toUnsignedInt(from.get());
        long attempt = from.getLong();
        if (lane >= Join.MOST_LANES || attempt < 0) throw HandshakeFailed.malformed("a join of lane " + lane + ", attempt " + attempt);
        return new Join(SessionId.of(session), lane, attempt);
    }

    /// The version was looked at before.
    static Reply reply(Fields fields) throws HandshakeFailed.Broken {
        return new Reply(fields.bytes(Tag.RANDOM, Message.RANDOM_BYTES), fields.bytes(Tag.X25519, HybridExchange.X25519_BYTES),
                fields.bytes(Tag.CIPHERTEXT, HybridExchange.CIPHERTEXT_BYTES), fields.name(Tag.SUITE),
                new Terms(fields.names(Tag.COMPRESSIONS), Limits.decode(fields.bytes(Tag.LIMITS)),
                        fields.has(Tag.SUITES) ? fields.names(Tag.SUITES) : null));
    }

    static ResponderProof responderProof(Fields fields) throws HandshakeFailed.Broken {
        return new ResponderProof(identity(fields), signature(fields), fields.bytes(Tag.FINISHED, HASH_BYTES));
    }

    static InitiatorProof initiatorProof(Fields fields) throws HandshakeFailed.Broken {
        return new InitiatorProof(identity(fields), signature(fields), fields.bytes(Tag.TUNNEL, TUNNEL_BYTES), fields.nodeName(),
                fields.bytes(Tag.FINISHED, HASH_BYTES));
    }

    static Verdict verdict(Fields fields) throws HandshakeFailed.Broken {
        var status = status(fields);
        String name = status == CloseCode.NORMAL || fields.has(Tag.NODE_NAME) ? fields.nodeName() : "";
        int rights = ByteBuffer.wrap(fields.bytes(Tag.RIGHTS, Integer.BYTES)).getInt();
        return new Verdict(name, status, SessionId.of(fields.bytes(Tag.SESSION, SessionId.BYTES)), rights,
                fields.bytes(Tag.FINISHED, HASH_BYTES));
    }

    private static byte[] identity(Fields fields) throws HandshakeFailed.Broken {
        return fields.bytes(Tag.IDENTITY, Signatures.PUBLIC_KEY_BYTES);
    }

    private static byte[] signature(Fields fields) throws HandshakeFailed.Broken {
        return fields.bytes(Tag.SIGNATURE, Signatures.SIGNATURE_BYTES);
    }

    private static CloseCode status(Fields fields) throws HandshakeFailed.Broken {
        return CloseCode.of(Byte.toUnsignedInt(fields.bytes(Tag.STATUS, 1)[0]));
    }

    private static byte[] u8(CloseCode code) {
        return new byte[] { (byte) code.number() };
    }

    private static byte[] u16(int value) {
        return ByteBuffer.allocate(Short.BYTES).putShort((short) value).array();
    }
}
