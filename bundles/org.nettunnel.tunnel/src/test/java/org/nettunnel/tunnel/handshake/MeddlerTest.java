package org.nettunnel.tunnel.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.handshake.Fields.Tag;

/// Somebody on the way rewrites messages that stay well formed: nobody gets a link, and nobody is pinned.
class MeddlerTest {
    private static final int HELLO = 1;
    private static final int REPLY = 2;

    @TestFactory
    Stream<DynamicTest> everyFieldOfTheFirstTwoMessagesIsProved() {
        var edits = new ArrayList<DynamicTest>();
        for (boolean withKey : new boolean[] { true, false }) {
            for (var tag : List.of(Tag.RANDOM, Tag.X25519, Tag.ENCAPSULATION_KEY, Tag.KEY_ID, Tag.BINDER))
                if (withKey || tag.number < Tag.KEY_ID.number) edits.add(fails(withKey, HELLO, "last bit of " + tag, tag, MeddlerTest::lastBit));
            for (var tag : List.of(Tag.RANDOM, Tag.X25519, Tag.CIPHERTEXT))
                edits.add(fails(withKey, REPLY, "last bit of " + tag, tag, MeddlerTest::lastBit));
            edits.add(fails(withKey, HELLO, "the best suite goes", Tag.SUITES, _ -> names("ChaCha20-Poly1305")));
            edits.add(fails(withKey, HELLO, "another order of suites", Tag.SUITES, _ -> names("ChaCha20-Poly1305", "AES-256-GCM")));
            edits.add(fails(withKey, HELLO, "a suite comes", Tag.SUITES, _ -> names("AES-256-GCM", "ChaCha20-Poly1305", "NULL")));
            edits.add(fails(withKey, HELLO, "no suite in common", Tag.SUITES, _ -> names("NULL")));
            edits.add(fails(withKey, REPLY, "the other suite", Tag.SUITE, _ -> "ChaCha20-Poly1305".getBytes()));
            edits.add(fails(withKey, REPLY, "a suite that was not offered", Tag.SUITE, _ -> "NULL".getBytes()));
            edits.add(fails(withKey, REPLY, "no suite", Tag.SUITE, _ -> new byte[0]));
            for (int message : new int[] { HELLO, REPLY }) {
                edits.add(fails(withKey, message, "no compression", Tag.COMPRESSIONS, _ -> new byte[0]));
                edits.add(fails(withKey, message, "a compression comes", Tag.COMPRESSIONS, _ -> names("deflate", "evil")));
                edits.add(fails(withKey, message, "other limits", Tag.LIMITS, _ -> new Limits(1, 1, 1, 1_024).encoded()));
                edits.add(fails(withKey, message, "a field that may be skipped", Tag.LIMITS, 0x0100));
                edits.add(fails(withKey, message, "a field that may not", Tag.LIMITS, 0x8100));
                edits.add(fails(withKey, message, "another version", Tag.VERSION, _ -> new byte[] { 0, 2 }));
            }
        }
        return edits.stream();
    }

    private static DynamicTest fails(boolean withKey, int message, String what, Tag tag, UnaryOperator<byte[]> edit) {
        return fails(withKey, message, what + " in M" + message, fields -> fields.computeIfPresent(tag.number, (_, value) -> edit.apply(value)));
    }

    private static DynamicTest fails(boolean withKey, int message, String what, Tag near, int added) {
        return fails(withKey, message, what + " in M" + message, fields -> fields.put(added, fields.get(near.number)));
    }

    private static DynamicTest fails(boolean withKey, int message, String what, Consumer<TreeMap<Integer, byte[]>> edit) {
        return DynamicTest.dynamicTest(what + (withKey ? ", with key" : ", without key"), () -> {
            var parties = new Parties(withKey);
            UnaryOperator<byte[]> rewrite = sent -> sent[0] == message ? edited(sent, edit) : sent;
            var outcomes = message == HELLO ? parties.meetThrough(rewrite, sent -> sent) : parties.meetThrough(sent -> sent, rewrite);
            assertTrue(outcomes.bothFailed(), outcomes.toString());
            assertTrue(parties.doorman.claims.isEmpty());
        });
    }

    @Test
    void theEditorLeavesAnUneditedHandshakeAlone() {
        var outcomes = new Parties(true).meetThrough(sent -> sent[0] == HELLO ? edited(sent, _ -> {}) : sent, sent -> sent[0] == REPLY ? edited(sent, _ -> {}) : sent);
        assertEquals("AES-256-GCM", outcomes.inner().established().agreed().suite());
    }

    @Test
    void takingAwayKeyAndBinderDoesNotGetAnybodyIn() {
        var parties = new Parties(true);
        var outcomes = parties.meetThrough(sent -> sent[0] == HELLO ? edited(sent, fields -> {
            fields.remove(Tag.KEY_ID.number);
            fields.remove(Tag.BINDER.number);
        }) : sent, sent -> sent);
        assertTrue(outcomes.bothFailed());
        assertTrue(parties.doorman.claims.isEmpty());
    }

    @Test
    void addingAJoinDoesNotGetAnybodyIn() {
        var parties = new Parties(true);
        var outcomes = parties.meetThrough(sent -> sent[0] == HELLO ? edited(sent, fields -> fields.put(Tag.JOIN.number, new byte[Join.BYTES])) : sent,
                sent -> sent);
        assertTrue(outcomes.bothFailed());
        assertTrue(parties.doorman.claims.isEmpty());
    }

    @Test
    void bothVersionsAreNamedToWhomTheOtherVersionComes() {
        var parties = new Parties(true);
        var outcomes = parties.meetThrough(sent -> sent[0] == HELLO ? edited(sent, fields -> fields.put(1, new byte[] { 0, 9 })) : sent, sent -> sent);
        assertTrue(outcomes.outer().failure().getMessage().contains("version 9 of the protocol and this node version 1"),
                outcomes.outer().failure().getMessage());
        var told = new Parties(true).meetThrough(sent -> sent, sent -> sent[0] == REPLY ? edited(sent, fields -> fields.put(1, new byte[] { 0, 3 })) : sent);
        assertTrue(told.inner().failure().getMessage().contains("version 3 of the protocol and this node version 1"), told.inner().failure().getMessage());
        var hinted = new Parties(true).meetThrough(sent -> sent, sent -> sent[0] == REPLY
                ? Relay.message(0, MessageCodec.encode(new Message.Refusal(2, CloseCode.PROTOCOL))) : sent);
        assertTrue(hinted.inner().failure().getMessage().contains("version 2 of the protocol"), hinted.inner().failure().getMessage());
    }

    @Test
    void aForgedHintIsAFailedAttemptAndNoRefusal() {
        for (var code : CloseCode.values()) {
            var outcomes = new Parties(true).meetThrough(sent -> sent,
                    sent -> Relay.message(0, MessageCodec.encode(new Message.Refusal(1, code))));
            assertEquals(HandshakeFailed.Broken.class, outcomes.inner().failure().getClass());
        }
    }

    private static byte[] lastBit(byte[] value) {
        byte[] changed = value.clone();
        changed[changed.length - 1] ^= 1;
        return changed;
    }

    private static byte[] names(String... names) {
        byte[] field = new Fields.Writer().putNames(Tag.SUITES, List.of(names)).body();
        return Arrays.copyOfRange(field, 4, field.length);
    }

    /// Takes a message apart, edits its fields by tag, and puts it together again.
    static byte[] edited(byte[] message, Consumer<TreeMap<Integer, byte[]>> edit) {
        var fields = new TreeMap<Integer, byte[]>();
        var from = ByteBuffer.wrap(message, 4, message.length - 4);
        while (from.hasRemaining()) {
            int tag = Short.toUnsignedInt(from.getShort());
            byte[] value = new byte[Short.toUnsignedInt(from.getShort())];
            from.get(value);
            fields.put(tag, value);
        }
        edit.accept(fields);
        var body = ByteBuffer.allocate(fields.values().stream().mapToInt(value -> 4 + value.length).sum());
        fields.forEach((tag, value) -> body.putShort(tag.shortValue()).putShort((short) value.length).put(value));
        return Relay.message(message[0], body.array());
    }
}
