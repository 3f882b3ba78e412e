package org.nettunnel.tunnel.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.tunnel.link.LinkPair.Carriage;
import org.nettunnel.tunnel.rekey.Sides;
import org.nettunnel.tunnel.rekey.Stock;
import org.nettunnel.tunnel.wire.KeyLimits;

/// New keys and other suites, by the hundred, on links that carry all the time. Run by `./dev prove rekeys`.
@Timeout(3_000)
class RekeyProof {
    private static final boolean IS_FULL = "full".equals(System.getProperty("nettunnel.scale", "short"));
    private static final long SEED = Long.getLong("nettunnel.seed", System.nanoTime());
    private static final Stock CHACHA_FIRST = new Stock(Sides.CRYPTO, List.of(Sides.CHACHA, Sides.AES), List.of(Sides.DEFLATE));
    private static final Stock ONLY_CHACHA = new Stock(Sides.CRYPTO, List.of(Sides.CHACHA), List.of());

    /// Both ends reach their limit together, so that the responder's wish and the initiator's offer cross on the wire.
    @Test
    void keys() throws Exception {
        long wanted = IS_FULL ? 1_000 : 100;
        long start = System.nanoTime();
        try (var load = new RekeyLoad(Carriage.TCP, KeyLimits.every(20), Sides.BOTH)) {
            load.dialogue("off", 2_000);
            load.dialogue("deflate", 40_000);
            for (long count = Math.min(100, wanted); count <= wanted; count += 100) load.awaitRekeys(count);
            load.finish();
            assertFalse(load.pair.inner.ended.isDone());
            assertEquals(load.inner().epoch(), load.inner().rekeys());
            figure("%,d exchanges of keys on one link, %,d MiB, slowest answer %.0f ms, %.0f s", load.inner().rekeys(),
                    load.carried.get() >> 20, load.longestMillis(), seconds(start));
        }
    }

    @Test
    void suites() throws Exception {
        int wanted = IS_FULL ? 200 : 20;
        long start = System.nanoTime();
        var random = new Random(SEED);
        try (var load = new RekeyLoad(Carriage.TCP, KeyLimits.every(500), Sides.BOTH)) {
            load.dialogue("off", 2_000);
            load.dialogue("deflate", 40_000);
            for (int i = 0; i < wanted; i++) {
                boolean isAes = i % 2 == 1;
                if (isAes) load.stock(Sides.BOTH, random.nextBoolean() ? Sides.BOTH : CHACHA_FIRST);
                else if (random.nextBoolean()) load.stock(random.nextBoolean() ? ONLY_CHACHA : CHACHA_FIRST, Sides.BOTH);
                else load.stock(Sides.BOTH, ONLY_CHACHA);
                load.awaitSuite(isAes ? "AES-256-GCM" : "ChaCha20-Poly1305");
                load.awaitCarried(20_000);
            }
            load.finish();
            assertFalse(load.pair.inner.ended.isDone());
            figure("%,d changes of suite on one link, slowest answer %.0f ms, %.0f s", wanted, load.longestMillis(), seconds(start));
        } catch (AssertionError | Exception failed) {
            throw new AssertionError("-Dnettunnel.seed=" + SEED + ": " + failed.getMessage(), failed);
        }
    }

    /// What the models leave out: exchanges, switches and resumption, in any order.
    @Test
    void cuts() throws Exception {
        int wanted = IS_FULL ? 1_000 : 100;
        long start = System.nanoTime();
        var random = new Random(SEED);
        long rekeys = 0;
        try (var load = new RekeyLoad(Carriage.TCP, KeyLimits.every(12), Sides.BOTH, true)) {
            load.dialogue("off", 20_000);
            load.dialogue("deflate", 60_000);
            for (int i = 0; i < wanted; i++) {
                // from amid the first exchange to behind some
                load.awaitCarried(random.nextInt(1 << 12 + random.nextInt(11)));
                if (random.nextInt(3) == 0) load.stock(random.nextBoolean() ? Sides.BOTH : CHACHA_FIRST, random.nextBoolean() ? Sides.BOTH : ONLY_CHACHA);
                rekeys += load.inner().rekeys();
                load.pair.cut();
                load.pair.join();
            }
            load.finish();
            assertTrue(rekeys > wanted / 4, "exchanges " + rekeys);
            figure("%,d cuts amid %,d exchanges of keys and changes of suite, %,d MiB, %.0f s", wanted, rekeys, load.carried.get() >> 20, seconds(start));
        } catch (AssertionError | Exception failed) {
            throw new AssertionError("-Dnettunnel.seed=" + SEED + ": " + failed.getMessage(), failed);
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static void figure(String format, Object... values) throws IOException {
        String text = String.format(Locale.ROOT, format, values);
        System.out.println("figure: " + text);
        String file = System.getProperty("nettunnel.figures");
        if (file != null && !file.isEmpty()) Files.writeString(Path.of(file), text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
