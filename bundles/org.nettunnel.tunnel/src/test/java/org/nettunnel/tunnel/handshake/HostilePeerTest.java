package org.nettunnel.tunnel.handshake;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.security.InvalidKeyException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nettunnel.api.crypto.HybridExchange;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.crypto.SigningKey;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.fixtures.PipeWire;
import org.nettunnel.tunnel.handshake.Fields.Tag;

/// Peers that lie, repeat, or speak something else.
class HostilePeerTest {
    /// Points of small order: 0, 1, and p - 1 (RFC 7748 §7 gives their meaning).
    @ParameterizedTest
    @ValueSource(strings = { "00", "01", "ec" })
    void aPointOfSmallOrderIsRefusedEitherWay(String first) {
        byte[] point = new byte[32];
        point[0] = (byte) Integer.parseInt(first, 16);
        if (point[0] == (byte) 0xec) {
            Arrays.fill(point, 1, 31, (byte) 0xff);
            point[31] = 0x7f;
        }
        var real = Parties.CRYPTO.exchange();

        var initiator = new Parties(true);
        initiator.innerCrypto = Parties.with(new Bent(real, point, null));
        var outcomes = initiator.meet();
        assertTrue(outcomes.bothFailed());
        assertTrue(outcomes.outer().failure().getMessage().contains("unusable key"), outcomes.outer().failure().getMessage());

        var responder = new Parties(true);
        responder.outerCrypto = Parties.with(new Bent(real, point, null));
        outcomes = responder.meet();
        assertTrue(outcomes.bothFailed());
        assertTrue(outcomes.inner().failure().getMessage().contains("unusable key"), outcomes.inner().failure().getMessage());
        assertTrue(initiator.doorman.claims.isEmpty() && responder.doorman.claims.isEmpty());
    }

    @Test
    void anotherCiphertextRaisesNoErrorButAnotherSecretAndFails() {
        byte[] ciphertext = new byte[HybridExchange.CIPHERTEXT_BYTES];
        Arrays.fill(ciphertext, (byte) 7);
        var parties = new Parties(true);
        parties.outerCrypto = Parties.with(new Bent(Parties.CRYPTO.exchange(), null, ciphertext));
        var outcomes = parties.meet();
        assertTrue(outcomes.bothFailed());
        assertEquals(CloseCode.AUTHENTICATION, outcomes.inner().failure().code());
        assertTrue(parties.doorman.claims.isEmpty());
    }

    /// Sends another point or ciphertext than it computes with.
    private record Bent(HybridExchange real, byte[] point, byte[] ciphertext) implements HybridExchange {
        @Override
        public Offer offer() {
            var offer = real.offer();
            return new Offer() {
                @Override
                public byte[] x25519() {
                    return point == null ? offer.x25519() : point;
                }

                @Override
                public byte[] encapsulationKey() {
                    return offer.encapsulationKey();
                }

                @Override
                public byte[] secret(byte[] x25519, byte[] theirs) throws InvalidKeyException {
                    return offer.secret(x25519, theirs);
                }
            };
        }

        @Override
        public Answer answer(byte[] x25519, byte[] encapsulationKey) throws InvalidKeyException {
            var answer = real.answer(x25519, encapsulationKey);
            return new ReusedKeys.Answered(point == null ? answer.x25519() : point, ciphertext == null ? answer.ciphertext() : ciphertext, answer.secret());
        }
    }

    @Test
    void aReplayedFirstMessageGetsNowhere() throws IOException {
        var parties = new Parties(true);
        var recorded = PipeWire.pair();
        parties.meet(recorded).inner().established();
        byte[] forth = recorded.forth().written();
        int claims = parties.doorman.claims.size();

        var wires = PipeWire.pair();
        var outer = Parties.start(() -> parties.respond(wires.other()));
        Relay.write(wires.one(), Arrays.copyOf(forth, Relay.starts(forth).get(1)));
        assertEquals(2, Relay.read(wires.one())[0]);
        assertEquals(3, Relay.read(wires.one())[0]);
        Relay.write(wires.one(), Arrays.copyOfRange(forth, Relay.starts(forth).get(1), forth.length));
        assertEquals(CloseCode.AUTHENTICATION, Parties.await(outer).failure().code());
        assertEquals(claims, parties.doorman.claims.size());
    }

    @Test
    void aReplayedFirstMessageHasTheShareOfAStranger() throws IOException {
        var parties = new Parties(true);
        parties.budget = new HandshakeBudget(2, () -> 0);
        while (parties.budget.takes(Parties.FROM, false)) continue;
        var recorded = PipeWire.pair();
        parties.meet(recorded).inner().established();
        byte[] forth = recorded.forth().written();

        var wires = PipeWire.pair();
        var outer = Parties.start(() -> parties.respond(wires.other()));
        Relay.write(wires.one(), Arrays.copyOf(forth, Relay.starts(forth).get(1)));
        assertEquals(0, Relay.read(wires.one())[0]);
        assertEquals(CloseCode.BUSY, Parties.await(outer).failure().code());
    }

    @Test
    void aRecordedResponderGetsNowhere() throws IOException {
        var parties = new Parties(true);
        var recorded = PipeWire.pair();
        parties.meet(recorded).inner().established();
        var wires = PipeWire.pair();
        Relay.write(wires.other(), recorded.back().written());
        assertInstanceOf(HandshakeFailed.Broken.class, parties.initiate(wires.one()).failure());
    }

    @Test
    void theKeyOfAnInviteIsNotEnoughToBeAnotherIdentity() {
        var parties = new Parties(true);
        var victim = Parties.CRYPTO.signatures().generate();
        var thief = Parties.CRYPTO.signatures().generate();
        parties.innerIs(new LocalNode(new Shown(victim.publicKey(), victim.publicKey(), thief), "thief", Parties.OFFERS));
        var outcomes = parties.meet();
        assertTrue(outcomes.outer().failure().getMessage().contains("does not hold the identity"), outcomes.outer().failure().getMessage());
        assertTrue(outcomes.bothFailed() && parties.doorman.claims.isEmpty());
    }

    @Test
    void onesOwnIdentityIsRefusedFromAPeer() {
        var parties = new Parties(true);
        var another = Parties.CRYPTO.signatures().generate();
        parties.innerIs(new LocalNode(new Shown(another.publicKey(), parties.doorman.self().key().publicKey(), another), "liar", Parties.OFFERS));
        var outcomes = parties.meet();
        assertTrue(outcomes.outer().failure().getMessage().contains("this node's own identity"), outcomes.outer().failure().getMessage());
        assertTrue(outcomes.bothFailed() && parties.doorman.claims.isEmpty());
    }

    /// Thinks it is one, says it is another, and signs as a third.
    record Shown(byte[] first, byte[] later, SigningKey real, AtomicInteger asked) implements SigningKey {
        Shown(byte[] first, byte[] later, SigningKey real) {
            this(first, later, real, new AtomicInteger());
        }

        @Override
        public byte[] publicKey() {
            return asked.getAndIncrement() == 0 ? first : later;
        }

        @Override
        public Secret seed() {
            return real.seed();
        }

        @Override
        public byte[] sign(byte[] message) {
            return real.sign(message);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "\u0016\u0003\u0001\u0002\u0000", "\u0002\u0000\u0000\u0000", "\u0004\u0000\u0000\u0000" })
    void whatIsNoHandshakeIsSaidToBeNone(String garbage) throws IOException {
        var parties = new Parties(true);
        var wires = PipeWire.pair();
        Relay.write(wires.one(), garbage.getBytes(US_ASCII));
        var failure = assertInstanceOf(HandshakeFailed.Broken.class, parties.respond(wires.other()).failure());
        assertTrue(failure.getMessage().startsWith("what came is no handshake of nettunnel/1"), failure.getMessage());
        assertTrue(wires.other().isClosed());
        assertEquals(0, wires.back().written().length);

        var dialled = PipeWire.pair();
        Relay.write(dialled.other(), ("HTTP/1.1 400 Bad Request\r\n\r\n" + garbage).getBytes(US_ASCII));
        failure = assertInstanceOf(HandshakeFailed.Broken.class, parties.initiate(dialled.one()).failure());
        assertTrue(failure.getMessage().contains("48 54 54 50"), failure.getMessage());
    }

    @Test
    void aTooLongMessageIsRefusedByItsHeader() throws IOException {
        var parties = new Parties(true);
        var wires = PipeWire.pair();
        Relay.write(wires.one(), new byte[] { 1, 0, 0x20, 1 });
        var failure = assertInstanceOf(HandshakeFailed.Broken.class, parties.respond(wires.other()).failure());
        assertTrue(failure.getMessage().contains("a message of 8193 bytes, more than 8192"), failure.getMessage());
    }

    /// Every message goes once more in place of the next one of its side.
    @ParameterizedTest
    @ValueSource(ints = { 1, 2, 3 })
    void aMessageOutOfOrderIsRefused(int message) {
        var parties = new Parties(true);
        var last = new byte[2][];
        var outcomes = parties.meetThrough(sent -> twice(sent, message, last, 0), sent -> twice(sent, message, last, 1));
        assertEquals(CloseCode.PROTOCOL, (message == 1 ? outcomes.outer() : outcomes.inner()).failure().code());
        // in place of the verdict it comes too late for the responder
        assertEquals(message == 3 ? 1 : 0, parties.doorman.claims.size());
        assertEquals(message != 3, outcomes.bothFailed());
    }

    private static byte[] twice(byte[] sent, int which, byte[][] last, int side) {
        byte[] before = last[side];
        if (before != null) return before;
        if (sent[0] == which) last[side] = sent;
        return sent;
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 39, 8_192 })
    void aFirstMessageOfNoUseIsMalformed(int length) throws IOException {
        var parties = new Parties(true);
        var wires = PipeWire.pair();
        Relay.write(wires.one(), Relay.message(1, new byte[length]));
        assertEquals(CloseCode.PROTOCOL, assertInstanceOf(HandshakeFailed.Broken.class, parties.respond(wires.other()).failure()).code());
    }

    @Test
    void aFieldThatMayBeSkippedIsAndOneThatMayNotIsFatal() throws IOException {
        assertEquals(2, answerTo(fields(0x0111)));
        assertEquals(-1, answerTo(fields(0x8111)));
    }

    private static byte[] fields(int added) {
        var offer = Parties.CRYPTO.exchange().offer();
        var hello = new Message.Hello(new byte[32], offer.x25519(), offer.encapsulationKey(), Parties.OFFERS, new Message.Claims(null, null, null));
        return MeddlerTest.edited(Relay.message(1, MessageCodec.encode(hello)), fields -> fields.put(added, new byte[3]));
    }

    /// @return the type of what a responder says to it; -1 when it closes
    private static int answerTo(byte[] hello) throws IOException {
        var parties = new Parties(false);
        var wires = PipeWire.pair();
        var outer = Parties.start(() -> parties.respond(wires.other()));
        Relay.write(wires.one(), hello);
        byte[] answer = Relay.read(wires.one());
        wires.one().close();
        Parties.await(outer).failure();
        return answer.length == 0 ? -1 : answer[0];
    }

    @Test
    void theFortyFirstStrangerOfAnAddressIsToldToComeLater() throws IOException {
        var parties = new Parties(false);
        parties.budget = new HandshakeBudget(4, () -> 0L);
        byte[] hello = fields(0x0111);
        for (int i = 0; i < 40; i++) {
            var wires = PipeWire.pair();
            var outer = Parties.start(() -> parties.respond(wires.other()));
            Relay.write(wires.one(), hello);
            assertEquals(2, Relay.read(wires.one())[0]);
            wires.one().close();
            Parties.await(outer).failure();
        }
        var outcomes = parties.meet();
        assertEquals(CloseCode.BUSY, assertInstanceOf(HandshakeFailed.Broken.class, outcomes.inner().failure()).code());
        assertEquals(CloseCode.BUSY, outcomes.outer().failure().code());

        var proved = new Parties(true);
        proved.budget = parties.budget;
        proved.meet().inner().established();
    }

    @Test
    void aPolicyThatFailsClosesTheWire() {
        var parties = new Parties(true);
        parties.doorman = null;
        var wires = PipeWire.pair();
        boolean threw = false;
        try {
            parties.respond(wires.other());
        } catch (NullPointerException expected) {
            threw = true;
        }
        assertTrue(threw && wires.other().isClosed());
        assertFalse(wires.one().isClosed());
    }

    @Test
    void tagsOfTheProtocolAscendInEveryMessage() {
        var tags = Tag.values();
        for (int i = 1; i < tags.length; i++) assertTrue(tags[i].number > tags[i - 1].number);
    }
}
