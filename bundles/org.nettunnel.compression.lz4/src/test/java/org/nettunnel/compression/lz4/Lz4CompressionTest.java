package org.nettunnel.compression.lz4;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nettunnel.api.compression.CorruptCompression;
import org.nettunnel.api.compression.Compressor;
import org.nettunnel.api.compression.Decompressor;

class Lz4CompressionTest {
    private final SplittableRandom random = new SplittableRandom(1);
    private final Compressor compressor = new Lz4Compression().compressor();
    private final Decompressor decompressor = new Lz4Compression().decompressor();

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
    void eachFrameIsByItself() throws Exception {
        byte[] plain = mixed(4000);
        byte[] first = compress(plain);
        byte[] second = compress(plain);
        assertArrayEquals(first, second);
        assertArrayEquals(plain, decompress(second, plain.length));
    }

    @Test
    void aFrameThatDoesNotFitIsRefusedAndTheContextMustStartAnew() throws Exception {
        byte[] plain = noise(10_000);
        assertEquals(-1, compressor.compress(plain, 0, plain.length, new byte[plain.length], 0, plain.length));
        assertThrows(IllegalStateException.class, () -> compress(plain));
        compressor.reset();
        assertArrayEquals(plain, decompress(compress(plain), plain.length));
    }

    /// The library may want a few bytes more than it uses.
    @Test
    void everyRoomTooSmallIsNoticed() throws Exception {
        byte[] plain = mixed(3000);
        int needed = compress(plain).length;
        for (int room = 0; room < needed; room++) {
            compressor.reset();
            byte[] out = new byte[needed];
            assertEquals(-1, compressor.compress(plain, 0, plain.length, out, 0, room), "room " + room);
            for (int at = room; at < needed; at++) assertEquals(0, out[at], "wrote past " + room);
        }
        compressor.reset();
        byte[] frame = new byte[needed + 16];
        assertEquals(needed, compressor.compress(plain, 0, plain.length, frame, 0, frame.length));
        assertArrayEquals(plain, decompress(Arrays.copyOf(frame, needed), plain.length));
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

    /// What lies in the array from before, of another stream perhaps, is nobody's to copy from (CVE-2025-66566): a match that reaches back
    /// before the frame's start is refused, one that reaches nowhere gives zeros.
    @Test
    void whatWasThereBeforeIsNotGivenAway() throws Exception {
        for (int back : new int[] {0, 1, 5, 26, 65_535}) {
            byte[] out = "a secret of another stream ".repeat(4).getBytes(US_ASCII);
            byte[] frame = {0x0f, (byte) back, (byte) (back >> 8), 1, 0x50, 1, 2, 3, 4, 5};
            if (back > 0) assertThrows(CorruptCompression.class, () -> decompressor.decompress(frame, 0, frame.length, out, 40, 25), "back " + back);
            else {
                decompressor.decompress(frame, 0, frame.length, out, 40, 25);
                assertArrayEquals(new byte[20], Arrays.copyOfRange(out, 40, 60));
            }
            decompressor.reset();
        }
    }

    /// 64 MiB of zeros in 300 KiB: nothing is made beyond the length the frame states.
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
        for (int more = 1; more < 20; more++) {
            byte[] longer = Arrays.copyOf(frame, frame.length + more);
            assertThrows(CorruptCompression.class, () -> decompress(longer, 600), more + " more");
            decompressor.reset();
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
                byte[] frame = n % 2 == 0 ? noise(random.nextInt(300)) : compress(mixed(length));
                for (int flips = random.nextInt(1, 4); flips > 0 && frame.length > 0; flips--)
                    frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
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
