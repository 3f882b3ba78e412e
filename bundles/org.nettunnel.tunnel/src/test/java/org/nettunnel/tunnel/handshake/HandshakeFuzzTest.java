package org.nettunnel.tunnel.handshake;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.InvalidKeyException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.provider.MethodSource;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.tunnel.fixtures.Bounded;
import org.nettunnel.tunnel.fixtures.ScriptedWire;
import org.nettunnel.tunnel.handshake.AdmissionPolicy.KnownKey;
import org.nettunnel.tunnel.handshake.Message.Type;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// What a stranger says before anybody knows him only ever fails a handshake, and changes nothing.
class HandshakeFuzzTest {
    /// A message of 8,192 bytes, each of its fields once more, and the sentence about it.
    private static final Bounded MESSAGE = new Bounded(HandshakeFailed.Broken.class, 128 << 10);
    /// With the arithmetic of both exchanges, which does not depend on what was said.
    private static final Bounded DIALOGUE = new Bounded(HandshakeFailed.class, 4 << 20);
    private static final Secret KEY = Secret.of(new byte[32]);

    static Stream<byte[]> messages() {
        return MessageCodecTest.messages().map(message -> {
            byte[] body = MessageCodec.encode(message);
            byte[] seed = new byte[1 + body.length];
            seed[0] = (byte) MessageCodec.typeOf(message).number();
            System.arraycopy(body, 0, seed, 1, body.length);
            return seed;
        });
    }

    /// The first byte is the type, the rest a body as it was opened.
    @MethodSource("messages")
    @FuzzTest
    void whateverIsReadOfAMessageIsWhatItSays(byte[] input) throws HandshakeFailed.Broken {
        if (input.length == 0) return;
        var type = Type.values()[Byte.toUnsignedInt(input[0]) % Type.values().length];
        byte[] body = Arrays.copyOfRange(input, 1, Math.min(input.length, 1 + MessageWire.MOST_BYTES));
        var read = new Message[1];
        if (!MESSAGE.reads(() -> read[0] = MessageCodecTest.decode(type, body))) return;
        byte[] again = MessageCodec.encode(read[0]);
        assertArrayEquals(again, MessageCodec.encode(MessageCodecTest.decode(type, again)));
    }

    static Stream<byte[]> hellos() {
        var seeds = new ArrayList<byte[]>();
        for (var hello : MessageCodecTest.messages().filter(Message.Hello.class::isInstance).toList())
            seeds.add(Relay.message(Type.HELLO.number(), usable(MessageCodec.encode(hello))));
        byte[] proof = MessageCodec.encode(new Message.InitiatorProof(new byte[32], new byte[64], new byte[16], "inner", new byte[48]));
        seeds.add(join(seeds.getFirst(), Relay.message(Type.INITIATOR_PROOF.number(), proof)));
        return seeds.stream();
    }

    /// All that a stranger sends to a node.
    @MethodSource("hellos")
    @FuzzTest
    void nobodyGetsInWithoutAKey(byte[] said) {
        var parties = new Parties(false);
        parties.doorman.keys.put(KeyId.of(KEY, Parties.CRYPTO.schedule()), new KnownKey(KEY, null));
        var handshake = new Handshake(Parties.CRYPTO, parties.budget, parties.longest);
        assertFalse(DIALOGUE.reads(() -> throughout(said, wire -> handshake.respond(wire, Parties.FROM, parties.doorman))));
        assertTrue(parties.doorman.claims.isEmpty() && parties.doorman.pinned.isEmpty());
    }

    static Stream<byte[]> replies() {
        var seeds = new ArrayList<byte[]>();
        for (var message : MessageCodecTest.messages().filter(each -> each instanceof Message.Reply || each instanceof Message.Refusal).toList())
            seeds.add(Relay.message(MessageCodec.typeOf(message).number(), usable(MessageCodec.encode(message))));
        byte[] reply = MessageCodec.encode(new Message.Reply(new byte[32], new byte[32], new byte[1088], "AES-256-GCM",
                new Message.Terms(List.of("deflate"), Limits.standard(), List.of("AES-256-GCM"))));
        byte[] proof = MessageCodec.encode(new Message.ResponderProof(new byte[32], new byte[64], new byte[48]));
        seeds.add(join(Relay.message(Type.REPLY.number(), usable(reply)), Relay.message(Type.RESPONDER_PROOF.number(), proof)));
        return seeds.stream();
    }

    /// All that somebody says to a node that dials.
    @MethodSource("replies")
    @FuzzTest
    void nobodyIsTakenForThePeer(byte[] said) {
        var handshake = new Handshake(Parties.with(Exchange.REUSED), Exchange.PARTIES.budget, Exchange.PARTIES.longest);
        assertFalse(DIALOGUE.reads(() -> throughout(said, wire -> handshake.initiate(wire, Exchange.PARTIES.initiation))));
    }

    /// One side's part.
    private interface Part {
        void play(ScriptedWire wire) throws HandshakeFailed;
    }

    private static void throughout(byte[] said, Part part) throws HandshakeFailed {
        var wire = new ScriptedWire(said);
        try {
            part.play(wire);
        } finally {
            assertTrue(wire.isClosed());
        }
    }

    /// Made once, when a dialling side is asked for.
    private static final class Exchange {
        static final Parties PARTIES = new Parties(true);
        static final ReusedKeys REUSED;

        static {
            try {
                REUSED = new ReusedKeys(Parties.CRYPTO.exchange());
            } catch (InvalidKeyException impossible) {
                throw new ExceptionInInitializerError(impossible);
            }
        }
    }

    /// With the base point in place of the zero one, which is of small order; zeros are an encapsulation key like any other.
    private static byte[] usable(byte[] body) {
        byte[] message = MeddlerTest.edited(Relay.message(0, body), fields -> fields.computeIfPresent(Fields.Tag.X25519.number, (_, point) -> {
            byte[] base = point.clone();
            base[0] = 9;
            return base;
        }));
        return Arrays.copyOfRange(message, 4, message.length);
    }

    private static byte[] join(byte[] first, byte[] then) {
        byte[] both = Arrays.copyOf(first, first.length + then.length);
        System.arraycopy(then, 0, both, first.length, then.length);
        return both;
    }
}
