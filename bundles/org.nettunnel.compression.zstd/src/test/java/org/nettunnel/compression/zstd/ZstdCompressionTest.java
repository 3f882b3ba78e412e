package org.nettunnel.compression.zstd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nettunnel.api.compression.CorruptCompression;
import org.nettunnel.api.compression.Compressor;
import org.nettunnel.api.compression.Decompressor;

class ZstdCompressionTest {
    private final SplittableRandom random = new SplittableRandom(1);
    private final Compressor compressor = new ZstdCompression().compressor();
    private final Decompressor decompressor = new ZstdCompression().decompressor();

    @AfterEach
    void close() {
        compressor.close();
        decompressor.close();
    }

    @Test
    void framesOfOneStreamComeBackInOrder() throws Exception {
        for (int n = 0; n < 500; n++) {
            byte[] plain = mixed(1 + random.nextInt(65_536));
            assertArrayEquals(plain, decompress(compress(plain), plain.length), "frame " + n);
        }
    }

    @Test
    void writesAtTheOffsetsItWasGivenAndNowhereElse() throws Exception {
        byte[] plain = "0123456789abcdefghijklmnop".getBytes(US_ASCII);
        byte[] frame = new byte[100];
        Arrays.fill(frame, (byte) 7);
        int length = compressor.compress(plain, 5, 20, frame, 11, 60);
        byte[] out = new byte[40];
        decompressor.decompress(frame, 11, length, out, 3, 20);
        assertArrayEquals(Arrays.copyOfRange(plain, 5, 25), Arrays.copyOfRange(out, 3, 23));
        for (int at = 0; at < 100; at++) if (at < 11 || at >= 11 + length) assertEquals(7, frame[at]);
        for (int at = 0; at < 40; at++) if (at < 3 || at >= 23) assertEquals(0, out[at]);
    }

    @Test
    void whatWentBeforeMakesTheNextFrameSmaller() {
        byte[] plain = noise(4000);
        int first = compress(plain).length;
        int second = compress(plain).length;
        assertTrue(second < first / 10, first + " bytes, then " + second);
    }

    @Test
    void aFrameThatDoesNotFitIsRefusedAndTheContextMustStartAnew() throws Exception {
        byte[] plain = noise(10_000);
        assertEquals(-1, compressor.compress(plain, 0, plain.length, new byte[plain.length], 0, plain.length));
        assertThrows(IllegalStateException.class, () -> compress(plain));
        compressor.reset();
        assertArrayEquals(plain, decompress(compress(plain), plain.length));
    }

    @Test
    void everyRoomTooSmallIsNoticed() throws Exception {
        byte[] plain = mixed(3000);
        int needed = compress(plain).length;
        for (int room = 0; room < needed; room++) {
            compressor.reset();
            assertEquals(-1, compressor.compress(plain, 0, plain.length, new byte[needed], 0, room), "room " + room);
        }
        compressor.reset();
        byte[] frame = new byte[needed];
        assertEquals(needed, compressor.compress(plain, 0, plain.length, frame, 0, needed));
        assertArrayEquals(plain, decompress(frame, plain.length));
    }

    @Test
    void aResetOnBothSidesStartsAnew() throws Exception {
        byte[] plain = mixed(5000);
        byte[] fresh = compress(plain);
        compress(mixed(5000));
        decompress(fresh, plain.length);
        compressor.reset();
        decompressor.reset();
        byte[] again = compress(plain);
        assertArrayEquals(fresh, again);
        assertArrayEquals(plain, decompress(again, plain.length));
    }

    @Test
    void aFrameThatLeansOnAnotherContextIsCorrupt() {
        byte[] plain = noise(4000);
        compress(plain);
        byte[] dependent = compress(plain);
        assertThrows(CorruptCompression.class, () -> decompress(dependent, plain.length));
    }

    /// 64 MiB of zeros in a few KiB: nothing is made beyond the length the frame states.
    @Test
    void aBombIsRefusedWithoutAllocating() {
        byte[] zeros = new byte[64 << 20];
        byte[] bomb = compress(zeros);
        byte[] out = new byte[65_536];
        var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();
        assertThrows(CorruptCompression.class, () -> decompressor.decompress(bomb, 0, bomb.length, out, 0, 65_536));
        long allocated = thread.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 65_536, allocated + " bytes allocated");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 999, 1001, 2000, 65_536})
    void aFrameOfAnotherLengthThanItStatesIsRefused(int stated) {
        byte[] frame = compress(mixed(1000));
        assertThrows(CorruptCompression.class, () -> decompress(frame, stated));
    }

    @Test
    void everyTruncationIsRefused() throws Exception {
        byte[] plain = mixed(600);
        byte[] frame = compress(plain);
        for (int length = 0; length < frame.length; length++) {
            decompressor.reset();
            byte[] cut = Arrays.copyOf(frame, length);
            assertThrows(CorruptCompression.class, () -> decompress(cut, plain.length), "cut to " + length);
        }
        decompressor.reset();
        assertArrayEquals(plain, decompress(frame, plain.length));
    }

    @Test
    void bytesBehindTheEndAreRefused() {
        byte[] frame = compress(mixed(600));
        for (int more = 1; more < 8; more++) {
            byte[] longer = Arrays.copyOf(frame, frame.length + more);
            assertThrows(CorruptCompression.class, () -> decompress(longer, 600), more + " more");
            decompressor.reset();
        }
    }

    /// A block more than the stated length needs, whole and well formed.
    @Test
    void aBlockBehindTheStatedLengthIsRefused() {
        byte[] frame = compress(mixed(600));
        byte[] longer = Arrays.copyOf(frame, frame.length + 4);
        longer[frame.length] = 1 << 3;
        longer[frame.length + 3] = 'x';
        assertThrows(CorruptCompression.class, () -> decompress(longer, 600));
        decompressor.reset();
        byte[] run = Arrays.copyOf(frame, frame.length + 4);
        run[frame.length] = 1 << 3 | 1 << 1;
        assertThrows(CorruptCompression.class, () -> decompress(run, 600));
    }

    /// What Zstandard allows and we never write: each would cost memory, or end the context.
    @Test
    void whatIsNotOursIsRefused() {
        byte[] ours = compress(mixed(600));
        byte[] window = ours.clone();
        window[1] = 18 - 10 << 3;
        byte[] smaller = ours.clone();
        smaller[1] = 16 - 10 << 3;
        byte[] length = ours.clone();
        length[0] = (byte) 0x80;
        byte[] oneSegment = ours.clone();
        oneSegment[0] = 0x20;
        byte[] checksum = ours.clone();
        checksum[0] = 4;
        byte[] dictionary = ours.clone();
        dictionary[0] = 1;
        byte[] last = ours.clone();
        last[2] |= 1;
        byte[] reserved = ours.clone();
        reserved[2] |= 6;
        byte[] skippable = {0x50, 0x2a, 0x4d, 0x18, 1, 0, 0, 0, 7};
        byte[] magic = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 0x38, 8, 0, 0, 'x'};
        for (byte[] frame : List.of(window, smaller, length, oneSegment, checksum, dictionary, last, reserved, skippable, magic)) {
            decompressor.reset();
            assertThrows(CorruptCompression.class, () -> decompress(frame, 600), Arrays.toString(Arrays.copyOf(frame, 4)));
        }
    }

    @Test
    void afterACorruptFrameNothingIsReadUntilReset() throws Exception {
        byte[] plain = mixed(600);
        byte[] frame = compress(plain);
        assertThrows(CorruptCompression.class, () -> decompress(frame, 599));
        assertThrows(CorruptCompression.class, () -> decompress(frame, 600));
        decompressor.reset();
        assertArrayEquals(plain, decompress(frame, 600));
    }

    /// Garbage, and frames with a few bits changed: refused or other bytes, never another exception, never endless.
    @Test
    void noGarbageDoesHarm() {
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            byte[] out = new byte[70_000];
            int refused = 0;
            for (int n = 0; n < 20_000; n++) {
                int length = 1 + random.nextInt(4000);
                byte[] frame = n % 2 == 0 ? enclosed(noise(random.nextInt(300))) : compress(mixed(length));
                for (int flips = random.nextInt(1, 4); flips > 0 && frame.length > 5; flips--)
                    frame[random.nextInt(5, frame.length)] ^= (byte) (1 << random.nextInt(8));
                compressor.reset();
                decompressor.reset();
                try {
                    decompressor.decompress(frame, 0, frame.length, out, 0, length);
                } catch (CorruptCompression expected) {
                    refused++;
                }
                assertEquals(0, out[length], "wrote past the stated length");
                Arrays.fill(out, 0, length, (byte) 0);
            }
            assertTrue(refused > 10_000, refused + " refused");
        });
    }

    @Test
    void closingTwiceIsHarmlessAndUseAfterwardsIsAMistake() {
        compressor.close();
        compressor.close();
        decompressor.close();
        decompressor.close();
        assertThrows(IllegalStateException.class, () -> compress(new byte[10]));
        assertThrows(IllegalStateException.class, () -> decompress(new byte[10], 10));
        assertThrows(IllegalStateException.class, compressor::reset);
        assertThrows(IllegalStateException.class, decompressor::reset);
    }

    private byte[] compress(byte[] plain) {
        byte[] frame = new byte[plain.length + plain.length / 1000 + 64];
        int length = compressor.compress(plain, 0, plain.length, frame, 0, frame.length);
        assertTrue(length > 0, "fits");
        return Arrays.copyOf(frame, length);
    }

    private byte[] decompress(byte[] frame, int length) throws CorruptCompression {
        byte[] out = new byte[length];
        decompressor.decompress(frame, 0, frame.length, out, 0, length);
        return out;
    }

    private byte[] noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /// Noise in a compressed block that is well formed from outside.
    private static byte[] enclosed(byte[] noise) {
        byte[] frame = new byte[5 + noise.length];
        frame[1] = 0x38;
        int header = noise.length << 3 | 2 << 1;
        for (int i = 0; i < 3; i++) frame[2 + i] = (byte) (header >> 8 * i);
        System.arraycopy(noise, 0, frame, 5, noise.length);
        return frame;
    }

    /// Words, runs and noise, in a mixture that differs from call to call.
    private byte[] mixed(int length) {
        byte[] bytes = new byte[length];
        for (int at = 0; at < length; ) {
            int run = Math.min(length - at, 1 + random.nextInt(300));
            switch (random.nextInt(3)) {
                case 0 -> System.arraycopy(noise(run), 0, bytes, at, run);
                case 1 -> Arrays.fill(bytes, at, at + run, (byte) random.nextInt(256));
                default -> System.arraycopy("the wire between two edges ".repeat(12).getBytes(US_ASCII), 0, bytes, at, run);
            }
            at += run;
        }
        return bytes;
    }
}
