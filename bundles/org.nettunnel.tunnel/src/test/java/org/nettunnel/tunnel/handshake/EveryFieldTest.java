package org.nettunnel.tunnel.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.security.InvalidKeyException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nettunnel.api.crypto.KnownAnswer;
import org.nettunnel.api.crypto.Opener;
import org.nettunnel.api.crypto.Sealer;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.crypto.Suite;
import org.nettunnel.tunnel.handshake.Fields.Tag;
import org.nettunnel.tunnel.handshake.Message.Type;

/// Every field of every message, in every way that a field can be edited: nobody gets a link and nobody is pinned.
///
/// What is edited is what is said: a field that comes to a message is tried without a word here, and one that no handshake of this
/// test says is missed by [#everyFieldThereIsIsTried].
class EveryFieldTest {
    private static final SessionId SESSION = SessionId.of(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 });
    private static final Secret LANE = Secret.of(new byte[48]);
    private static final HandshakeCrypto QUICK = quick();

    /// The handshakes there are.
    private enum Way {
        WITH_KEY, WITHOUT_KEY, JOINING, REFUSED;

        Parties parties() {
            var parties = new Parties(this != WITHOUT_KEY);
            if (this == JOINING) {
                parties.doorman.sessions.put(SESSION, List.of(LANE));
                parties.innerJoins(new Join(SESSION, 3, 7), LANE);
            }
            if (this == REFUSED) parties.innerHas(Parties.randomKey());
            parties.innerCrypto = parties.outerCrypto = QUICK;
            return parties;
        }
    }

    private static HandshakeCrypto quick() {
        try {
            return Parties.with(new ReusedKeys(Parties.CRYPTO.exchange()));
        } catch (InvalidKeyException impossible) {
            throw new AssertionError(impossible);
        }
    }

    // on the way, where messages are in clear

    @TestFactory
    Stream<DynamicTest> ofAMessageInClearOnItsWay() {
        var tests = new ArrayList<DynamicTest>();
        for (var way : List.of(Way.WITH_KEY, Way.WITHOUT_KEY, Way.JOINING))
            for (var type : List.of(Type.HELLO, Type.REPLY)) for (String edit : FieldEdits.edits(said(way, type)).keySet())
                tests.add(DynamicTest.dynamicTest(type + " " + way + ", " + edit, () -> {
                    var parties = way.parties();
                    // what travels is not what was sampled, but as it is with these keys and claims
                    var outcomes = parties.meetThrough(sent -> edited(sent, type, edit), sent -> edited(sent, type, edit));
                    assertTrue(outcomes.bothFailed(), outcomes.toString());
                    assertTrue(parties.doorman.claims.isEmpty() && parties.doorman.pinned.isEmpty());
                }));
        return tests.stream();
    }

    private static byte[] edited(byte[] sent, Type type, String what) {
        return sent[0] == type.number() ? Relay.message(type.number(), FieldEdits.edited(Arrays.copyOfRange(sent, 4, sent.length), what)) : sent;
    }

    /// What such a message says: its body.
    private static byte[] said(Way way, Type type) {
        var found = new ByteArrayOutputStream();
        UnaryOperator<byte[]> listen = sent -> {
            if (sent[0] == type.number()) found.write(sent, 4, sent.length - 4);
            return sent;
        };
        way.parties().meetThrough(listen, listen);
        return found.toByteArray();
    }

    /// Nobody has proved a refusal: however it is edited the attempt failed, and the node goes on dialling.
    @TestFactory
    Stream<DynamicTest> ofARefusalItIsNeverTakenForTheLastWord() {
        return FieldEdits.edits(said(Way.REFUSED, Type.REFUSAL)).keySet().stream().map(edit -> DynamicTest.dynamicTest(edit, () -> {
            var outcomes = Way.REFUSED.parties().meetThrough(sent -> sent, sent -> edited(sent, Type.REFUSAL, edit));
            assertInstanceOf(HandshakeFailed.Broken.class, outcomes.inner().failure());
            assertInstanceOf(HandshakeFailed.class, outcomes.outer().failure());
        }));
    }

    // at its end, where messages are sealed: only who has the keys can say another thing than he has signed

    @TestFactory
    Stream<DynamicTest> ofASealedMessageByWhoHasTheKeys() {
        var tests = new ArrayList<DynamicTest>();
        for (var way : List.of(Way.WITH_KEY, Way.WITHOUT_KEY, Way.JOINING))
            for (var type : List.of(Type.RESPONDER_PROOF, Type.INITIATOR_PROOF, Type.VERDICT))
                for (String edit : FieldEdits.lies(listened(way, type)).keySet())
                    tests.add(DynamicTest.dynamicTest(type + " " + way + ", " + edit, () -> {
                        var parties = way.parties();
                        var outcomes = lying(parties, type, body -> FieldEdits.lies(body).get(edit)).meet();
                        assertInstanceOf(HandshakeFailed.Broken.class, outcomes.inner() instanceof Parties.Outcome.Failed(var failure)
                                && type != Type.INITIATOR_PROOF ? failure : outcomes.outer().failure(), outcomes.toString());
                        // the verdict is the responder's last word: it cannot know what became of it
                        boolean isLate = type == Type.VERDICT;
                        assertEquals(isLate, outcomes.outer() instanceof Parties.Outcome.Stands);
                        assertInstanceOf(Parties.Outcome.Failed.class, outcomes.inner());
                        assertEquals(isLate ? 1 : 0, parties.doorman.claims.size());
                        assertEquals(isLate && way != Way.WITHOUT_KEY ? 1 : 0, parties.doorman.pinned.size());
                    }));
        return tests.stream();
    }

    private static byte[] listened(Way way, Type type) {
        return listened(way.parties(), type);
    }

    /// The plaintext of a sealed message.
    static byte[] listened(Parties parties, Type type) {
        var found = new byte[1][];
        lying(parties, type, body -> found[0] = body).meet();
        return found[0];
    }

    private static Parties lying(Parties parties, Type type, UnaryOperator<byte[]> lie) {
        var liar = new HandshakeCrypto(QUICK.exchange(), QUICK.schedule(), QUICK.signatures(), new LyingSuite(QUICK.sealing(), type, lie));
        if (type == Type.INITIATOR_PROOF) parties.innerCrypto = liar;
        else parties.outerCrypto = liar;
        return parties;
    }

    /// Seals something else than what its node believes to have said.
    private record LyingSuite(Suite real, Type type, UnaryOperator<byte[]> lie) implements Suite {
        @Override
        public List<KnownAnswer> knownAnswers() {
            return real.knownAnswers();
        }

        @Override
        public String name() {
            return real.name();
        }

        @Override
        public int keyBytes() {
            return real.keyBytes();
        }

        @Override
        public int tagBytes() {
            return real.tagBytes();
        }

        @Override
        public Sealer sealer(byte[] key) {
            var sealer = real.sealer(key);
            return (nonce, associated, plain, offset, length, sealed, sealedOffset) -> {
                byte[] said = Arrays.copyOfRange(plain, offset, offset + length);
                byte[] lied = associated[0] == type.number() ? lie.apply(said) : said;
                return sealer.seal(nonce, associated, lied, 0, lied.length, sealed, sealedOffset);
            };
        }

        @Override
        public Opener opener(byte[] key) {
            return real.opener(key);
        }
    }

    @Test
    void everyFieldThereIsIsTried() {
        Set<Tag> tried = EnumSet.noneOf(Tag.class);
        for (var way : List.of(Way.WITH_KEY, Way.JOINING))
            for (var type : List.of(Type.HELLO, Type.REPLY)) FieldEdits.fields(said(way, type)).forEach(field -> tried.add(Tag.of(field.tag())));
        for (var type : List.of(Type.RESPONDER_PROOF, Type.INITIATOR_PROOF, Type.VERDICT))
            FieldEdits.fields(listened(Way.WITH_KEY, type)).forEach(field -> tried.add(Tag.of(field.tag())));
        assertEquals(EnumSet.allOf(Tag.class), tried);
    }

    @Test
    void everyMessageThereIsIsTried() {
        Set<Type> said = EnumSet.of(Type.RESPONDER_PROOF, Type.INITIATOR_PROOF, Type.VERDICT);
        for (var type : Type.values()) for (var way : Way.values()) if (said(way, type).length > 0) said.add(type);
        assertEquals(EnumSet.allOf(Type.class), said);
    }

    /// Unedited they stand: it is the edits that fail.
    @Test
    void anEditorThatChangesNothingIsNotNoticed() {
        for (var way : List.of(Way.WITH_KEY, Way.WITHOUT_KEY, Way.JOINING)) {
            UnaryOperator<byte[]> same = sent -> sent[0] == 1 || sent[0] == 2 ? Relay.message(sent[0], FieldEdits.body(FieldEdits.fields(Arrays.copyOfRange(sent, 4, sent.length)))) : sent;
            way.parties().meetThrough(same, same).inner().established();
            for (var type : List.of(Type.RESPONDER_PROOF, Type.INITIATOR_PROOF, Type.VERDICT)) lying(way.parties(), type, body -> body).meet().inner().established();
        }
    }
}
