package org.nettunnel.tunnel.handshake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.handshake.Fields.Tag;
import org.nettunnel.tunnel.handshake.Message.Type;

/// The one form of each message, and that every other is refused.
class MessageCodecTest {
    private static final Join JOIN = new Join(SessionId.of(new byte[16]), 7, Long.MAX_VALUE);

    static Stream<Message> messages() {
        var key = KeyId.of(new byte[16]);
        return Stream.of(new Message.Refusal(1, CloseCode.BUSY), hello(new Message.Claims(null, null, null)),
                hello(new Message.Claims(key, new byte[48], null)), hello(new Message.Claims(key, new byte[48], JOIN)),
                hello(new Message.Claims(null, new byte[48], JOIN)),
                new Message.Reply(new byte[32], new byte[32], new byte[1088], "", new Message.Terms(List.of(), Limits.standard(), null)),
                new Message.Reply(new byte[32], new byte[32], new byte[1088], "", new Message.Terms(List.of(), Limits.standard(), List.of())),
                new Message.Reply(new byte[32], new byte[32], new byte[1088], "A", new Message.Terms(List.of(), Limits.standard(), List.of("B", "A"))),
                new Message.ResponderProof(new byte[32], new byte[64], new byte[48]),
                new Message.InitiatorProof(new byte[32], new byte[64], new byte[16], "büro 7 \uD83C\uDFE2", new byte[48]),
                new Message.Verdict("outer", CloseCode.NORMAL, SessionId.of(new byte[16]), -1, new byte[48]),
                new Message.Verdict("", CloseCode.INTERNAL, SessionId.of(new byte[16]), 0, new byte[48]));
    }

    private static Message.Hello hello(Message.Claims claims) {
        return new Message.Hello(new byte[32], new byte[32], new byte[1184], Parties.OFFERS, claims);
    }

    static Message decode(Type type, byte[] body) throws HandshakeFailed.Broken {
        var fields = MessageCodec.fields(type, body);
        return switch (type) {
            case REFUSAL -> MessageCodec.refusal(fields);
            case HELLO -> MessageCodec.hello(fields);
            case REPLY -> MessageCodec.reply(fields);
            case RESPONDER_PROOF -> MessageCodec.responderProof(fields);
            case INITIATOR_PROOF -> MessageCodec.initiatorProof(fields);
            case VERDICT -> MessageCodec.verdict(fields);
        };
    }

    @ParameterizedTest
    @MethodSource("messages")
    void whatIsReadIsWhatWasWritten(Message message) throws HandshakeFailed.Broken {
        byte[] body = MessageCodec.encode(message);
        var type = MessageCodec.typeOf(message);
        assertArrayEquals(body, MessageCodec.encode(decode(type, body)));
        assertEquals(type, MessageCodec.typeOf(decode(type, body)));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aBodyCutShortAnywhereIsMalformed(Message message) {
        byte[] body = MessageCodec.encode(message);
        for (int length = 0; length < body.length; length++) {
            byte[] cut = Arrays.copyOf(body, length);
            // where only key, binder and join are gone, or the join, what is left is a whole message
            if (message instanceof Message.Hello && reads(Type.HELLO, cut)) continue;
            int at = length;
            assertThrows(HandshakeFailed.Broken.class, () -> decode(MessageCodec.typeOf(message), cut), () -> "cut to " + at);
        }
    }

    private static boolean reads(Type type, byte[] body) {
        try {
            decode(type, body);
            return true;
        } catch (HandshakeFailed.Broken refused) {
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void bytesBehindTheLastFieldAreMalformed(Message message) {
        byte[] body = MessageCodec.encode(message);
        for (int more = 1; more < 4; more++)
            assertFalse(reads(MessageCodec.typeOf(message), Arrays.copyOf(body, body.length + more)));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void randomBytesNeverGiveAnythingButARefusal(Message message) {
        var random = new Random(42);
        byte[] body = MessageCodec.encode(message);
        for (int i = 0; i < 2_000; i++) {
            byte[] bent = i % 2 == 0 ? body.clone() : new byte[random.nextInt(200)];
            if (i % 2 == 0) for (int n = random.nextInt(3); n >= 0; n--) bent[random.nextInt(bent.length)] = (byte) random.nextInt();
            else random.nextBytes(bent);
            reads(MessageCodec.typeOf(message), bent);
        }
    }

    /// `tag | length | value` in hex.
    @ParameterizedTest
    @ValueSource(strings = { "000100020001 000100020001", "000200010a 000100020001", "0001000200", "000100030001", "000100020001 8001 0000",
            "000100020001 00", "000100020001 0014 0000", "000100020001 0014 0002 0000", "00020000" })
    void fieldsOutOfOrderTwiceTooLongUnknownOrMissingAreMalformed(String hex) {
        assertFalse(reads(Type.REFUSAL, HexFormat.of().parseHex(hex.replace(" ", ""))));
    }

    @Test
    void anUnknownFieldWithoutTheTopBitIsSkipped() throws HandshakeFailed.Broken {
        byte[] body = HexFormat.of().parseHex("00000001ff" + "000100020001" + "0013000161" + "0014000104" + "7ffe0000");
        assertEquals(new Message.Refusal(1, CloseCode.BUSY), MessageCodec.refusal(Fields.parse(body, EnumSet.of(Tag.VERSION, Tag.STATUS))));
    }

    @Test
    void aBinderComesWithAKeyOrAJoinAndNeverAlone() {
        assertFalse(reads(Type.HELLO, MessageCodec.encode(hello(new Message.Claims(null, new byte[48], null)))));
        assertFalse(reads(Type.HELLO, MessageCodec.encode(hello(new Message.Claims(KeyId.of(new byte[16]), null, null)))));
        assertFalse(reads(Type.HELLO, MessageCodec.encode(hello(new Message.Claims(null, null, JOIN)))));
    }

    @ParameterizedTest
    @ValueSource(strings = { "00", "0161 0161", "0261", "21616161616161616161616161616161616161616161616161616161616161616161", "0120", "01c3", "0100" })
    void namesAreShortPlainAndDifferent(String hex) {
        byte[] value = HexFormat.of().parseHex(hex.replace(" ", ""));
        byte[] body = new Fields.Writer().put(Tag.SUITES, value).body();
        assertThrows(HandshakeFailed.Broken.class, () -> Fields.parse(body, EnumSet.of(Tag.SUITES)).names(Tag.SUITES));
    }

    @Test
    void sixteenNamesAreReadAndOneMoreIsNot() throws HandshakeFailed.Broken {
        var names = IntStream.range(0, 17).mapToObj(i -> "suite-" + i).toList();
        byte[] most = new Fields.Writer().putNames(Tag.SUITES, names.subList(0, 16)).body();
        assertEquals(names.subList(0, 16), Fields.parse(most, EnumSet.of(Tag.SUITES)).names(Tag.SUITES));
        byte[] more = new Fields.Writer().putNames(Tag.SUITES, names).body();
        assertThrows(HandshakeFailed.Broken.class, () -> Fields.parse(more, EnumSet.of(Tag.SUITES)).names(Tag.SUITES));
        assertThrows(IllegalArgumentException.class, () -> new Offers(names, List.of(), Limits.standard()));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "a\nb", "a\u0000b", "a\u202eb", "a\u200bb", "\ue000", "\u2028" })
    void aNodesNameIsPrintable(String name) {
        assertThrows(HandshakeFailed.Broken.class, () -> nodeName(name.getBytes(UTF_8)));
        assertThrows(IllegalArgumentException.class, () -> new LocalNode(Parties.CRYPTO.signatures().generate(), name, Parties.OFFERS));
    }

    @Test
    void aNodesNameIsUtf8OfAHundredCharacters() throws HandshakeFailed.Broken {
        assertEquals("\uD83C\uDFE2".repeat(100), nodeName("\uD83C\uDFE2".repeat(100).getBytes(UTF_8)));
        assertThrows(HandshakeFailed.Broken.class, () -> nodeName("a".repeat(101).getBytes(UTF_8)));
        for (var bad : List.of("c3", "c080", "eda080", "f5808080", "80", "61ff"))
            assertThrows(HandshakeFailed.Broken.class, () -> nodeName(HexFormat.of().parseHex(bad)));
    }

    private static String nodeName(byte[] utf8) throws HandshakeFailed.Broken {
        return Fields.parse(new Fields.Writer().put(Tag.NODE_NAME, utf8).body(), EnumSet.of(Tag.NODE_NAME)).nodeName();
    }

    @Test
    void limitsMayGrowAndAreCapped() throws HandshakeFailed.Broken {
        byte[] grown = Arrays.copyOf(new Limits(1, 2, 3, 4_096).encoded(), 24);
        assertEquals(new Limits(1, 2, 3, 4_096), Limits.decode(grown));
        byte[] huge = new byte[16];
        Arrays.fill(huge, (byte) 0xff);
        assertEquals(new Limits(65_536, 65_536, 65_536, 65_536), Limits.decode(huge));
        for (int length : new int[] { 0, 12, 15, 17, 260 }) assertThrows(HandshakeFailed.Broken.class, () -> Limits.decode(Arrays.copyOf(huge, length)));
        assertThrows(HandshakeFailed.Broken.class, () -> Limits.decode(new byte[16]));
        assertThrows(IllegalArgumentException.class, () -> new Limits(1, 2, 3, 65_537));
    }

    @Test
    void aJoinBeyondItsRangeIsMalformed() {
        byte[] body = MessageCodec.encode(hello(new Message.Claims(null, new byte[48], JOIN)));
        int lane = body.length - 9;
        assertEquals(7, body[lane]);
        body[lane] = 8;
        assertFalse(reads(Type.HELLO, body));
        body[lane] = 0;
        assertTrue(reads(Type.HELLO, body));
        body[lane + 1] = (byte) 0x80;
        assertFalse(reads(Type.HELLO, body));
    }
}
