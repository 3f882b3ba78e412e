package org.nettunnel.compression.lz4;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.params.provider.MethodSource;
import org.nettunnel.api.compression.CorruptCompression;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Compressed frames from anybody: exactly the stated length comes out, in its place, or the frame is refused.
class Lz4FuzzTest {
    private static final int LONGEST = 65_536;
    private static final int GUARD = 16;
    private static final byte UNTOUCHED = 0x5a;

    /// Two frames, each `u24 uncompressed length | u16 length | bytes`.
    static Stream<byte[]> frames() {
        var seeds = Stream.<byte[]>builder();
        for (int length : new int[] { 1, 40, 3_000, LONGEST }) {
            byte[] plain = new byte[length];
            for (int i = 0; i < length; i++) plain[i] = (byte) (i * i >> 7);
            var both = ByteBuffer.allocate(2 * (5 + LONGEST + 1_000));
            try (var compressor = new Lz4Compression().compressor()) {
                for (int i = 0; i < 2; i++) {
                    byte[] out = new byte[length + 1_000];
                    int compressed = compressor.compress(plain, 0, length, out, 0, out.length);
                    both.put((byte) (length >> 16)).putShort((short) length).putShort((short) compressed).put(out, 0, compressed);
                }
            }
            seeds.add(Arrays.copyOf(both.array(), both.position()));
        }
        seeds.add(new byte[] { 0, 0, 40, 0, 6, 0x1f, 7, 1, 0, 20, 0 });
        return seeds.build();
    }

    @MethodSource("frames")
    @FuzzTest
    void aFrameGivesItsLengthOrIsRefused(byte[] input) {
        var from = ByteBuffer.wrap(input);
        byte[] out = new byte[GUARD + LONGEST + GUARD];
        try (var decompressor = new Lz4Compression().decompressor()) {
            while (from.remaining() > 5) {
                int plain = (from.get() & 1) << 16 | Short.toUnsignedInt(from.getShort());
                int length = Math.min(Short.toUnsignedInt(from.getShort()), from.remaining());
                if (plain > LONGEST) return;
                Arrays.fill(out, UNTOUCHED);
                byte[] before = input.clone();
                try {
                    decompressor.decompress(input, from.position(), length, out, GUARD, plain);
                } catch (CorruptCompression refused) {
                    assertTrue(!refused.getMessage().isBlank());
                    return;
                } finally {
                    assertArrayEquals(before, input);
                    assertUntouched(out, 0, GUARD);
                    assertUntouched(out, GUARD + plain, out.length);
                }
                from.position(from.position() + length);
            }
        }
    }

    private static void assertUntouched(byte[] out, int from, int to) {
        for (int at = from; at < to; at++) assertEquals(UNTOUCHED, out[at], "byte " + at);
    }
}
