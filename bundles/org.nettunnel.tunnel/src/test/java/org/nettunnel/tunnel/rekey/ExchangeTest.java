package org.nettunnel.tunnel.rekey;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.tunnel.handshake.Fields.Tag;
import org.nettunnel.tunnel.wire.FrameType;

/// One exchange of new keys as bytes: both sides come to the same keys, and nobody in between can change a field.
class ExchangeTest {
    private static final List<Tag> OFFER = List.of(Tag.X25519, Tag.ENCAPSULATION_KEY, Tag.SUITES, Tag.COMPRESSIONS);
    private static final List<Tag> CHOICE = List.of(Tag.X25519, Tag.CIPHERTEXT, Tag.SUITES, Tag.SUITE, Tag.COMPRESSIONS, Tag.SIGNATURE, Tag.FINISHED);
    private static final List<Tag> CONFIRMATION = List.of(Tag.SIGNATURE, Tag.FINISHED);
    private static final List<Tag> END = List.of(Tag.FINISHED);

    private final Sides sides = new Sides();

    /// What passes between the sides may be bent at one message.
    private record Meeting(InitiatorExchange initiator, ResponderExchange responder, int bentMessage, UnaryOperator<byte[]> bend) {
        Outcome hold() throws RekeyFailed {
            byte[] offer = initiator.offer();
            byte[] choice = responder.choose(bent(1, offer));
            var answer = initiator.answer(bent(2, choice));
            var conclusion = responder.conclude(bent(3, answer.body()));
            var next = initiator.finish(bent(4, conclusion.body()));
            return new Outcome(answer.renewal(), conclusion.renewal(), next, conclusion.next());
        }

        private byte[] bent(int message, byte[] body) {
            return message == bentMessage ? bend.apply(body) : body;
        }
    }

    private record Outcome(Renewal inner, Renewal outer, RekeyParty innerNext, RekeyParty outerNext) {}

    private Meeting meeting(int bentMessage, UnaryOperator<byte[]> bend) {
        return new Meeting(new InitiatorExchange(sides.inner(), Sides.BOTH, Sides.CRYPTO),
                new ResponderExchange(sides.outer(), Sides.BOTH, Sides.CRYPTO), bentMessage, bend);
    }

    @Test
    void bothSidesComeToTheSameKeys() throws RekeyFailed {
        var outcome = meeting(0, body -> body).hold();
        var inner = outcome.inner.keys();
        var outer = outcome.outer.keys();
        assertArrayEquals(inner.sealKey(), outer.openKey());
        assertArrayEquals(inner.sealNonce(), outer.openNonce());
        assertArrayEquals(inner.openKey(), outer.sealKey());
        assertArrayEquals(inner.openNonce(), outer.sealNonce());
        assertFalse(Arrays.equals(inner.sealKey(), inner.openKey()));
        assertTrue(inner.initiator());
        assertFalse(outer.initiator());
        assertSame(Sides.AES, inner.suite());
        assertEquals(List.of(Sides.DEFLATE), outcome.outer.compressions());
    }

    @Test
    void oneExchangeGoesOnFromTheOther() throws RekeyFailed {
        var seen = new ArrayList<byte[]>();
        var inner = sides.inner();
        var outer = sides.outer();
        for (int i = 0; i < 3; i++) {
            var outcome = new Meeting(new InitiatorExchange(inner, Sides.BOTH, Sides.CRYPTO), new ResponderExchange(outer, Sides.BOTH, Sides.CRYPTO),
                    0, body -> body).hold();
            for (byte[] older : seen) assertFalse(Arrays.equals(older, outcome.inner.keys().sealKey()));
            seen.add(outcome.inner.keys().sealKey().clone());
            inner = outcome.innerNext;
            outer = outcome.outerNext;
        }
    }

    @Test
    void whatWasSaidInAnOlderExchangeIsNoUseInTheNext() throws RekeyFailed {
        var responder = new ResponderExchange(sides.outer(), Sides.BOTH, Sides.CRYPTO);
        var older = new InitiatorExchange(sides.inner(), Sides.BOTH, Sides.CRYPTO);
        byte[] offer = older.offer();
        byte[] choice = responder.choose(offer);
        var conclusion = responder.conclude(older.answer(choice).body());
        var next = older.finish(conclusion.body());
        var replayed = new ResponderExchange(conclusion.next(), Sides.BOTH, Sides.CRYPTO);
        replayed.choose(offer);
        var newer = new InitiatorExchange(next, Sides.BOTH, Sides.CRYPTO);
        newer.offer();
        assertEquals(CloseCode.AUTHENTICATION, assertThrows(RekeyFailed.class, () -> newer.answer(choice)).code());
    }

    @TestFactory
    Stream<DynamicTest> everyFieldIsProved() {
        var tests = new ArrayList<DynamicTest>();
        var messages = List.of(OFFER, CHOICE, CONFIRMATION, END);
        for (int i = 0; i < messages.size(); i++) for (var tag : messages.get(i)) {
            int message = i + 1;
            tests.add(fails(message, "last bit of " + tag, fields -> fields.computeIfPresent(tag.number, (_, value) -> lastBit(value))));
            tests.add(fails(message, tag + " one byte longer", fields -> fields.computeIfPresent(tag.number, (_, value) -> Arrays.copyOf(value, value.length + 1))));
            tests.add(fails(message, "no " + tag, fields -> fields.remove(tag.number)));
        }
        for (int message = 1; message <= 4; message++) {
            // behind the MAC nothing can stand, and what stands before it is proved
            tests.add(fails(message, "a field that may be skipped", fields -> fields.put(0x0100, new byte[1])));
            tests.add(fails(message, "a field that may not", fields -> fields.put(0x8100, new byte[1])));
        }
        tests.add(fails(1, "another order of suites", fields -> fields.put(Tag.SUITES.number, names("ChaCha20-Poly1305", "AES-256-GCM"))));
        tests.add(fails(1, "the best suite goes", fields -> fields.put(Tag.SUITES.number, names("ChaCha20-Poly1305"))));
        tests.add(fails(1, "a suite comes", fields -> fields.put(Tag.SUITES.number, names("AES-256-GCM", "ChaCha20-Poly1305", "NULL"))));
        tests.add(fails(1, "no suite", fields -> fields.put(Tag.SUITES.number, new byte[0])));
        tests.add(fails(1, "no compression", fields -> fields.put(Tag.COMPRESSIONS.number, new byte[0])));
        tests.add(fails(2, "the other suite", fields -> fields.put(Tag.SUITE.number, "ChaCha20-Poly1305".getBytes())));
        tests.add(fails(2, "a suite that was not offered", fields -> fields.put(Tag.SUITE.number, "NULL".getBytes())));
        tests.add(fails(2, "no suites", fields -> fields.put(Tag.SUITES.number, new byte[0])));
        tests.add(fails(2, "a suite comes", fields -> fields.put(Tag.SUITES.number, names("AES-256-GCM", "ChaCha20-Poly1305", "NULL"))));
        tests.add(fails(2, "a compression that was not offered", fields -> fields.put(Tag.COMPRESSIONS.number, names("deflate", "evil"))));
        return tests.stream();
    }

    private static DynamicTest fails(int message, String what, Consumer<TreeMap<Integer, byte[]>> edit) {
        return DynamicTest.dynamicTest(what + " in REKEY" + message,
                () -> assertThrows(RekeyFailed.class, () -> new ExchangeTest().meeting(message, body -> edited(body, edit)).hold()));
    }

    @Test
    void theEditorLeavesAnUneditedExchangeAlone() throws RekeyFailed {
        for (int message = 1; message <= 4; message++) meeting(message, body -> edited(body, _ -> {})).hold();
    }

    @Test
    void aBodyCutShortOrBentIsRefusedAndNothingElse() throws RekeyFailed {
        var random = new Random(7);
        byte[] offer = new InitiatorExchange(sides.inner(), Sides.BOTH, Sides.CRYPTO).offer();
        for (int i = 0; i < offer.length; i++) {
            byte[] cut = Arrays.copyOf(offer, i);
            assertThrows(RekeyFailed.class, () -> RekeyCodec.offer(cut));
        }
        for (int i = 0; i < 2_000; i++) {
            byte[] bent = i % 2 == 0 ? offer.clone() : new byte[random.nextInt(200)];
            if (i % 2 == 0) for (int n = random.nextInt(3); n >= 0; n--) bent[random.nextInt(bent.length)] = (byte) random.nextInt();
            else random.nextBytes(bent);
            reads(bent);
        }
    }

    private static void reads(byte[] body) {
        for (RekeyCodec.Reading<Object> reading : List.<RekeyCodec.Reading<Object>>of(_ -> RekeyCodec.offer(body), _ -> RekeyCodec.choice(body),
                _ -> RekeyCodec.confirmation(body), _ -> RekeyCodec.end(body))) {
            try {
                reading.read(null);
            } catch (RekeyFailed refused) {
                assertEquals(CloseCode.PROTOCOL, refused.code());
            } catch (Exception unexpected) {
                throw new AssertionError(unexpected);
            }
        }
    }

    @Test
    void anotherIdentityIsRefusedThoughItHasTheSecret() {
        var stranger = Sides.CRYPTO.signatures().generate();
        var inner = sides.inner();
        var other = new RekeyParty(stranger, inner.peer(), inner.chain());
        var meeting = new Meeting(new InitiatorExchange(other, Sides.BOTH, Sides.CRYPTO), new ResponderExchange(sides.outer(), Sides.BOTH, Sides.CRYPTO),
                0, body -> body);
        assertEquals(CloseCode.AUTHENTICATION, assertThrows(RekeyFailed.class, meeting::hold).code());
        var outer = sides.outer();
        var otherOuter = new RekeyParty(stranger, outer.peer(), outer.chain());
        var back = new Meeting(new InitiatorExchange(sides.inner(), Sides.BOTH, Sides.CRYPTO), new ResponderExchange(otherOuter, Sides.BOTH, Sides.CRYPTO),
                0, body -> body);
        assertEquals(CloseCode.AUTHENTICATION, assertThrows(RekeyFailed.class, back::hold).code());
    }

    @Test
    void anotherMasterSecretIsRefused() {
        var inner = sides.inner();
        var other = new RekeyParty(inner.key(), inner.peer(), inner.chain().next(new byte[64]));
        var meeting = new Meeting(new InitiatorExchange(other, Sides.BOTH, Sides.CRYPTO), new ResponderExchange(sides.outer(), Sides.BOTH, Sides.CRYPTO),
                0, body -> body);
        assertEquals(CloseCode.AUTHENTICATION, assertThrows(RekeyFailed.class, meeting::hold).code());
    }

    @Test
    void aResponderDoesNotTakeItsOwnWordsBack() throws RekeyFailed {
        var mirror = new InitiatorExchange(new RekeyParty(Sides.OUTER, PeerIdentity.of(Sides.OUTER.publicKey()), sides.outer().chain()), Sides.BOTH, Sides.CRYPTO);
        var responder = new ResponderExchange(sides.outer(), Sides.BOTH, Sides.CRYPTO);
        byte[] choice = responder.choose(mirror.offer());
        byte[] asConfirmation = edited(choice, fields -> fields.keySet().retainAll(List.of(Tag.SIGNATURE.number, Tag.FINISHED.number)));
        assertThrows(RekeyFailed.class, () -> responder.conclude(asConfirmation));
    }

    /// Signed and finished as it should be: only what it says does not fit together.
    @Test
    void aResponderThatContradictsItselfIsRefused() {
        for (var said : List.of(List.of("ChaCha20-Poly1305"), List.<String>of(), List.of("NULL")))
            assertEquals(CloseCode.PROTOCOL, assertThrows(RekeyFailed.class, () -> answered("AES-256-GCM", said)).code(), said.toString());
        assertEquals(CloseCode.PROTOCOL, assertThrows(RekeyFailed.class, () -> answered("ChaCha20-Poly1305", List.of("ChaCha20-Poly1305", "AES-256-GCM"))).code());
    }

    @Test
    void anOlderResponderDoesNotSayWhatElseItHas() throws RekeyFailed {
        var answer = answered("ChaCha20-Poly1305", null);
        assertNull(answer.theirSuites());
        assertSame(Sides.CHACHA, answer.renewal().keys().suite());
        assertEquals(List.of("ChaCha20-Poly1305"), answered("ChaCha20-Poly1305", List.of("ChaCha20-Poly1305")).theirSuites());
    }

    /// What the initiator makes of a REKEY2 with good proofs.
    private InitiatorExchange.Answer answered(String suite, @Nullable List<String> suites) throws RekeyFailed {
        try {
            var initiator = new InitiatorExchange(sides.inner(), Sides.BOTH, Sides.CRYPTO);
            var offer = RekeyCodec.offer(initiator.offer());
            var party = sides.outer();
            var answer = Sides.CRYPTO.exchange().answer(offer.x25519(), offer.encapsulationKey());
            var transcript = new RekeyTranscript(party.chain());
            transcript.add(FrameType.REKEY1, RekeyCodec.encode(offer));
            var choice = new RekeyMessage.Choice(answer.x25519(), answer.ciphertext(), new RekeyMessage.Terms(suite, List.of(), suites), RekeyMessage.Proof.empty());
            return initiator.answer(transcript.proved(FrameType.REKEY2, RekeyCodec.encode(choice), Sides.CRYPTO, party, party.chain().next(answer.secret())));
        } catch (InvalidKeyException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Test
    void withoutASuiteInCommonThereIsNone() {
        var meeting = new Meeting(new InitiatorExchange(sides.inner(), Sides.only(Sides.AES), Sides.CRYPTO),
                new ResponderExchange(sides.outer(), Sides.only(Sides.CHACHA), Sides.CRYPTO), 0, body -> body);
        var failed = assertThrows(RekeyFailed.class, meeting::hold);
        assertEquals(CloseCode.NO_COMMON_SUITE, failed.code());
        assertTrue(failed.getMessage().contains("[AES-256-GCM]") && failed.getMessage().contains("[ChaCha20-Poly1305]"), failed.getMessage());
    }

    private static byte[] lastBit(byte[] value) {
        byte[] changed = value.length == 0 ? new byte[1] : value.clone();
        changed[changed.length - 1] ^= 1;
        return changed;
    }

    private static byte[] names(String... names) {
        var value = new java.io.ByteArrayOutputStream();
        for (String name : names) {
            value.write(name.length());
            value.writeBytes(name.getBytes());
        }
        return value.toByteArray();
    }

    /// Takes a body apart, edits its fields by tag, and puts it together again.
    static byte[] edited(byte[] body, Consumer<TreeMap<Integer, byte[]>> edit) {
        var fields = new TreeMap<Integer, byte[]>();
        var from = ByteBuffer.wrap(body);
        while (from.hasRemaining()) {
            int tag = Short.toUnsignedInt(from.getShort());
            byte[] value = new byte[Short.toUnsignedInt(from.getShort())];
            from.get(value);
            fields.put(tag, value);
        }
        edit.accept(fields);
        var bytes = ByteBuffer.allocate(fields.values().stream().mapToInt(value -> 4 + value.length).sum());
        fields.forEach((tag, value) -> bytes.putShort(tag.shortValue()).putShort((short) value.length).put(value));
        return bytes.array();
    }
}
