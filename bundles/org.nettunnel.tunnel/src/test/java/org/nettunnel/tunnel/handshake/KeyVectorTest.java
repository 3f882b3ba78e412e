package org.nettunnel.tunnel.handshake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.crypto.SigningKey;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.handshake.Fields.Tag;
import org.nettunnel.tunnel.handshake.KeyChain.Direction;
import org.nettunnel.tunnel.handshake.Transcript.Framed;

/// Our bytes and keys against those that a second implementation, in Python, makes from the same inputs.
class KeyVectorTest {
    private static final String SCRIPT = "bundles/org.nettunnel.tunnel/src/test/python/nettunnel_keys.py";
    private static final Pattern ENTRY = Pattern.compile("\"(\\w+)\": \"([0-9a-f]*)\"");

    private final Map<String, String> expected = new HashMap<>();
    private final Secret psk = Secret.of(sequence(100, 32));
    /// The vectors' own: what a node states by default may change.
    private final Limits limits = new Limits(16_384, 256, 1_024, 65_536);
    private final Transcript transcript = new Transcript(Parties.CRYPTO.schedule(), sequence(200, 32));
    private byte[] signed = {};

    @BeforeEach
    void readVectors() throws IOException {
        try (var stream = KeyVectorTest.class.getResourceAsStream("keys.json")) {
            var entries = ENTRY.matcher(new String(stream.readAllBytes(), UTF_8));
            while (entries.find()) expected.put(entries.group(1), entries.group(2));
        }
        assertEquals(25, expected.size());
    }

    @Test
    void messagesAndKeysAreThoseOfTheSecondImplementation() throws HandshakeFailed {
        hello();
        var chain = exchanged();
        chain.enter(psk);
        check("m2s", proved(new Message.ResponderProof(sequence(8, 32), new byte[64], new byte[48]), Direction.R2I, sequence(9, 64), chain));
        check("signed_by_responder", signed);
        check("m3", proved(new Message.InitiatorProof(sequence(10, 32), new byte[64], sequence(12, 16), "büro", new byte[48]), Direction.I2R,
                sequence(11, 64), chain));
        check("signed_by_initiator", signed);
        check(chain.block(transcript.hash()));
        check("m4", proved(new Message.Verdict("outer", CloseCode.NORMAL, SessionId.of(sequence(13, 16)), 5, new byte[48]), Direction.R2I, null, chain));
        var join = chain.join(transcript.hash());
        check("join", join.bytes());
        for (int lane : new int[] { 0, 7 }) check("lane" + lane, KeyChain.laneSecret(Parties.CRYPTO.schedule(), join, lane).bytes());
    }

    private void hello() throws HandshakeFailed {
        var offers = new Offers(List.of("AES-256-GCM", "ChaCha20-Poly1305"), List.of("deflate"), limits);
        var id = KeyId.of(psk, Parties.CRYPTO.schedule());
        assertEquals(expected.get("psk_id"), id.hex());
        var hello = Framed.clear(new Message.Hello(sequence(2, 32), sequence(3, 32), sequence(4, 1184), offers,
                new Message.Claims(id, new byte[48], null)));
        byte[] binder = KeyChain.binder(Parties.CRYPTO.schedule(), psk, transcript.hashWith(hello, hello.body().length));
        check("binder", binder);
        hello.fields().fill(Tag.BINDER, binder);
        said("m1", hello);
    }

    private KeyChain exchanged() {
        said("m2", Framed.clear(new Message.Reply(sequence(5, 32), sequence(6, 32), sequence(7, 1088), "AES-256-GCM",
                new Message.Terms(List.of("deflate"), limits, List.of("ChaCha20-Poly1305", "AES-256-GCM")))));
        check("th12", transcript.hash());
        var chain = new KeyChain(Parties.CRYPTO.schedule(), transcript.hash(), sequence(1, 64));
        check("hs_i2r", joined(chain.handshakeKeys(Direction.I2R)));
        check("hs_r2i", joined(chain.handshakeKeys(Direction.R2I)));
        return chain;
    }

    private byte[] proved(Message message, Direction direction, byte[] signature, KeyChain chain) throws HandshakeFailed {
        var framed = Framed.sealed(message, 16);
        var fields = framed.fields();
        if (signature != null)
            fields.fill(Tag.SIGNATURE, Parties.CRYPTO.sign(signing(signature), direction, transcript.hashWith(framed, fields.startOf(Tag.SIGNATURE))));
        fields.fill(Tag.FINISHED, chain.finished(direction, transcript.hashWith(framed, fields.startOf(Tag.FINISHED))));
        transcript.add(framed);
        return bytes(framed);
    }

    /// Keeps what it is to sign and gives a fixed signature.
    private SigningKey signing(byte[] signature) {
        return new SigningKey() {
            @Override
            public byte[] publicKey() {
                return new byte[32];
            }

            @Override
            public Secret seed() {
                return psk;
            }

            @Override
            public byte[] sign(byte[] message) {
                signed = message;
                return signature;
            }
        };
    }

    private void said(String name, Framed message) {
        transcript.add(message);
        check(name, bytes(message));
    }

    private void check(String name, byte[] bytes) {
        assertEquals(expected.get(name), HexFormat.of().formatHex(bytes), name);
    }

    private void check(KeyBlock block) {
        byte[] expectedBlock = HexFormat.of().parseHex(expected.get("block"));
        var there = block.initiatorToResponder();
        var back = block.responderToInitiator();
        assertArrayEquals(expectedBlock, joined(there.key(), back.key(), there.iv(), back.iv(), block.exporter().bytes()));
    }

    @Test
    void theSecondImplementationStillSaysTheSame() throws IOException, InterruptedException {
        String root = System.getProperty("nettunnel.root");
        assumeTrue(root != null && Files.exists(Path.of(root, SCRIPT)), "the source tree is not at hand: -Dnettunnel.root");
        Process python = null;
        try {
            python = new ProcessBuilder("python3", Path.of(root, SCRIPT).toString()).redirectErrorStream(true).start();
        } catch (IOException none) {
            assumeTrue(false, "python3 is not installed: the vectors are checked against the stored ones only");
        }
        var said = new HashMap<String, String>();
        var entries = ENTRY.matcher(new String(python.getInputStream().readAllBytes(), UTF_8));
        while (entries.find()) said.put(entries.group(1), entries.group(2));
        assertEquals(0, python.waitFor());
        assertEquals(expected, said);
    }

    @Test
    void withoutAKeyTheMasterSecretComesFromZeros() {
        var one = new KeyChain(Parties.CRYPTO.schedule(), new byte[48], sequence(1, 64));
        var other = new KeyChain(Parties.CRYPTO.schedule(), new byte[48], sequence(1, 64));
        one.enter(null);
        other.enter(Secret.of(new byte[48]));
        assertArrayEquals(one.finished(Direction.I2R, new byte[48]), other.finished(Direction.I2R, new byte[48]));
        assertTrue(!HexFormat.of().formatHex(one.finished(Direction.I2R, new byte[48])).equals(HexFormat.of().formatHex(one.finished(Direction.R2I, new byte[48]))));
    }

    private static byte[] bytes(Framed framed) {
        return joined(framed.header(), framed.body());
    }

    private static byte[] joined(KeyBlock.DirectionKeys keys) {
        return joined(keys.key(), keys.iv());
    }

    private static byte[] joined(byte[]... parts) {
        var all = new java.io.ByteArrayOutputStream();
        for (byte[] part : parts) all.writeBytes(part);
        return all.toByteArray();
    }

    private static byte[] sequence(int start, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) bytes[i] = (byte) (start + i);
        return bytes;
    }
}
