package org.nettunnel.tunnel.rekey;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.params.provider.MethodSource;
import org.nettunnel.tunnel.fixtures.Bounded;
import org.nettunnel.tunnel.rekey.RekeyMessage.Choice;
import org.nettunnel.tunnel.rekey.RekeyMessage.Confirmation;
import org.nettunnel.tunnel.rekey.RekeyMessage.End;
import org.nettunnel.tunnel.rekey.RekeyMessage.Offer;
import org.nettunnel.tunnel.rekey.RekeyMessage.Proof;
import org.nettunnel.tunnel.rekey.RekeyMessage.Terms;
import org.nettunnel.tunnel.wire.FrameType;
import org.nettunnel.tunnel.wire.KeyLimits;
import org.nettunnel.tunnel.wire.Violation;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// What a peer says in an exchange of keys only ever ends its link; without its proofs nobody gets other keys.
class RekeyFuzzTest {
    /// A body of 4,096 bytes, each of its fields once more, and the sentence about it.
    private static final Bounded BODY = new Bounded(RekeyFailed.class, 96 << 10);
    private static final List<FrameType> TYPES = List.of(FrameType.REKEY0, FrameType.REKEY1, FrameType.REKEY2, FrameType.REKEY3, FrameType.REKEY4);

    private static List<RekeyMessage> some() {
        return List.of(new Offer(new byte[32], new byte[1184], List.of("AES-256-GCM", "ChaCha20-Poly1305"), List.of("deflate")),
                new Choice(new byte[32], new byte[1088], new Terms("AES-256-GCM", List.of(), List.of("AES-256-GCM")), Proof.empty()), new Confirmation(Proof.empty()), new End(new byte[48]));
    }

    static Stream<byte[]> bodies() {
        return IntStream.range(0, some().size()).mapToObj(RekeyFuzzTest::said);
    }

    private static byte[] said(int place) {
        byte[] body = RekeyCodec.encode(some().get(place));
        return ByteBuffer.allocate(1 + body.length).put((byte) place).put(body).array();
    }

    private static RekeyMessage decode(int place, byte[] body) throws RekeyFailed {
        return switch (place) {
            case 0 -> RekeyCodec.offer(body);
            case 1 -> RekeyCodec.choice(body);
            case 2 -> RekeyCodec.confirmation(body);
            default -> RekeyCodec.end(body);
        };
    }

    /// The first byte says which message, the rest is its body.
    @MethodSource("bodies")
    @FuzzTest
    void whateverIsReadOfAnExchangeIsWhatItSays(byte[] input) throws RekeyFailed {
        if (input.length == 0) return;
        int place = Byte.toUnsignedInt(input[0]) % 4;
        byte[] body = Arrays.copyOfRange(input, 1, Math.min(input.length, 1 + FrameType.REKEY1.longest));
        var read = new RekeyMessage[1];
        if (!BODY.reads(() -> read[0] = decode(place, body))) return;
        byte[] again = RekeyCodec.encode(read[0]);
        assertArrayEquals(again, RekeyCodec.encode(decode(place, again)));
    }

    static Stream<byte[]> dialogues() {
        var seeds = new ArrayList<byte[]>();
        for (int first = 0; first < TYPES.size(); first++) {
            var seed = new ByteArrayOutputStream();
            seed.write(first & 1);
            for (int i = 0; i < TYPES.size(); i++) {
                int place = (first + i) % TYPES.size();
                byte[] body = place == 0 ? new byte[0] : RekeyCodec.encode(some().get(place - 1));
                seed.writeBytes(ByteBuffer.allocate(3 + body.length).put((byte) place).putShort((short) body.length).put(body).array());
            }
            seeds.add(seed.toByteArray());
        }
        return seeds.stream();
    }

    /// The first byte says to whom, then frame by frame: which, how long, what.
    @MethodSource("dialogues")
    @FuzzTest
    void nobodyGetsOtherKeysWithoutItsProofs(byte[] input) {
        if (input.length == 0) return;
        boolean isInitiator = input[0] % 2 == 0;
        var site = new FakeSite(isInitiator, isInitiator ? new Sides().inner() : new Sides().outer(), Sides.BOTH, KeyLimits.standard());
        String before = site.sendsUnder() + site.readsUnder();
        var from = ByteBuffer.wrap(input, 1, input.length - 1);
        try {
            while (site.failed == null && !site.isHeld && from.remaining() >= 3) {
                FrameType type = TYPES.get(Byte.toUnsignedInt(from.get()) % TYPES.size());
                byte[] body = new byte[Math.min(Math.min(Short.toUnsignedInt(from.getShort()), from.remaining()), type.longest)];
                from.get(body);
                site.receive(type, body);
                for (int i = 0; i < 2; i++) {
                    while (!site.work.isEmpty()) site.work.remove().run();
                    site.turn();
                }
            }
        } catch (Violation refused) {
            // as the link would end
        }
        assertEquals(before, site.sendsUnder() + site.readsUnder());
        assertEquals(0, site.done);
    }
}
