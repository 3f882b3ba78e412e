package org.nettunnel.compression.zstd;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.nettunnel.api.compression.Compressor;
import org.nettunnel.api.compression.Decompressor;

/// What contexts take outside the heap is no more than the engine's budget counts for them, and closing gives it back at once.
@EnabledOnOs(OS.LINUX)
class NativeMemoryTest {
    private static final int CONTEXTS = 96;
    private static final int FRAMES = 12;
    private static final int FRAME = 32 * 1024;
    private static final int ROUNDS = 5;
    /// What the process needs besides, for code that runs for the first time.
    private static final long ELSE = 48 << 20;

    private final ZstdCompression zstd = new ZstdCompression();
    private final byte[] out = new byte[2 * FRAME];

    private static long residentBytes() throws IOException {
        String line = Files.readAllLines(Path.of("/proc/self/status")).stream().filter(each -> each.startsWith("RssAnon:")).findFirst().orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
    }

    /// Half noise, so that blocks are as full of literals and of matches as they get.
    private static byte[] plain() {
        var random = new SplittableRandom(4);
        byte[] plain = new byte[FRAMES * FRAME];
        random.nextBytes(plain);
        for (int at = 64; at + 64 <= plain.length; at += 128) System.arraycopy(plain, random.nextInt(at), plain, at, 64);
        return plain;
    }

    @Test
    void contextsTakeNoMoreThanTheySay() throws Exception {
        byte[] plain = plain();
        List<byte[]> frames = new ArrayList<>();
        try (Compressor compressor = zstd.compressor()) {
            for (int at = 0; at < plain.length; at += FRAME) {
                int length = compressor.compress(plain, at, FRAME, out, 0, out.length);
                frames.add(Arrays.copyOf(out, length));
            }
        }
        round(plain, frames, 4);
        long before = residentBytes();
        long most = CONTEXTS * (zstd.compressorBytes() + zstd.decompressorBytes());
        long[] after = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long used = round(plain, frames, CONTEXTS) - before;
            assertTrue(used <= most + ELSE, (used >> 10) + " KiB for " + CONTEXTS + " contexts both ways, of which " + (most >> 10) + " are counted");
            after[i] = residentBytes() - before;
        }
        // what the C library keeps for the next does not grow
        assertTrue(after[ROUNDS - 1] <= most + ELSE, (after[ROUNDS - 1] >> 10) + " KiB are left when all are closed");
        assertTrue(after[ROUNDS - 1] - after[1] <= most / 3 + ELSE, "each round leaves something: " + Arrays.toString(after));
    }

    /// @return resident bytes while all contexts are in use
    private long round(byte[] plain, List<byte[]> frames, int contexts) throws Exception {
        List<AutoCloseable> all = new ArrayList<>();
        try {
            byte[] back = new byte[FRAME];
            for (int i = 0; i < contexts; i++) {
                Compressor compressor = zstd.compressor();
                all.add(compressor);
                Decompressor decompressor = zstd.decompressor();
                all.add(decompressor);
                for (int frame = 0; frame < frames.size(); frame++) {
                    int length = compressor.compress(plain, frame * FRAME, FRAME, out, 0, out.length);
                    decompressor.decompress(out, 0, length, back, 0, FRAME);
                    // without copies: the heap is in what is measured
                    assertTrue(Arrays.equals(plain, frame * FRAME, (frame + 1) * FRAME, back, 0, FRAME), "what came back");
                }
            }
            return residentBytes();
        } finally {
            for (AutoCloseable one : all) one.close();
        }
    }
}
