package org.nettunnel.tunnel;

import java.util.Locale;
import java.util.Random;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nettunnel.tunnel.CutPair.Way;
import org.nettunnel.tunnel.fixtures.Storm;
import org.nettunnel.tunnel.history.Plan;

/// Cuts the wire at random and at every byte of its beginning while streams run, and asks their history whether anything was lost, doubled,
/// reordered, ended twice or left behind. Run by `./dev prove cuts`; `-Dnettunnel.seed` repeats a run as far as threads let it.
@Timeout(1_800)
class CutsProof {
    private static final boolean IS_FULL = "full".equals(System.getProperty("nettunnel.scale", "short"));
    private static final long SEED = Long.getLong("nettunnel.seed", System.nanoTime());

    /// Handshake, and what comes right behind it.
    private static final int FIRST_BYTES = 3_000;

    private static int scaled(int inShort, int inFull) {
        return IS_FULL ? inFull : inShort;
    }

    @ParameterizedTest
    @CsvSource({"PIPE, 1, 75, 2500", "PIPE, 2, 75, 2500", "TCP, 1, 75, 2500", "TCP, 4, 75, 2500"})
    void atRandom(Way way, int lanes, int inShort, int inFull) throws Exception {
        run("at random, " + way + ", lanes " + lanes, way, lanes, Storm.any(SEED, way == Way.TCP), scaled(inShort, inFull));
    }

    @ParameterizedTest
    @CsvSource({"PIPE, 1, 0, 1, 300, 2000", "PIPE, 2, 300, 29, 2000, 0", "TCP, 2, 0, 23, 2000, 0", "TCP, 2, 0, 1, 0, 2000"})
    void atEachPosition(Way way, int lanes, int first, int step, int endInShort, int endInFull) throws Exception {
        int end = scaled(endInShort, endInFull);
        if (end > first) run("at positions " + first + " to " + end + " by " + step + ", " + way + ", lanes " + lanes, way, lanes,
                Storm.positions(SEED, first, step, end), Integer.MAX_VALUE);
    }

    private static void run(String what, Way way, int lanes, Storm storm, int cuts) throws Exception {
        long start = System.nanoTime();
        var pair = new CutPair(way, lanes, storm);
        try (pair) {
            pair.talkWhile(() -> !storm.isOver() && pair.cuts() < cuts, new Random(SEED));
            storm.ends();
            pair.settle();
            figure(pair, what, start);
        } catch (AssertionError | Exception failed) {
            throw new AssertionError(what + ", -Dnettunnel.seed=" + SEED + ", after " + pair.cuts() + " cuts: " + failed.getMessage(), failed);
        }
        pair.assertNoSocketIsLeft();
    }

    /// The very first connection of a session: there is nothing yet that it could take up.
    @ParameterizedTest
    @CsvSource({"PIPE, 1, 61, 1", "TCP, 2, 97, 7"})
    void atPositionsOfTheFirstConnection(Way way, int lanes, int stepInShort, int stepInFull) throws Exception {
        long start = System.nanoTime();
        Storm[] storm = {Storm.firstOnly(0)};
        var pair = new CutPair(way, lanes, () -> storm[0].get());
        var random = new Random(SEED);
        try (pair) {
            for (int at = 0; at < 2 * FIRST_BYTES; at += scaled(stepInShort, stepInFull)) {
                pair.stop();
                storm[0] = Storm.firstOnly(at);
                pair.start();
                // the outer node may not have heard yet that the session before is over
                pair.begin(Plan.random(random, 14), true);
                pair.talks.awaitAll();
            }
            pair.settle();
            figure(pair, "of the first connection, " + way, start);
        } catch (AssertionError | Exception failed) {
            throw new AssertionError("first connection, " + way + ", -Dnettunnel.seed=" + SEED + ", after " + pair.cuts() + " cuts: " + failed.getMessage(), failed);
        }
    }

    private static void figure(CutPair pair, String what, long start) {
        var links = pair.inner.service.states().getFirst().links();
        System.out.println(String.format(Locale.ROOT, "figure: %,d cuts %s: %,d streams, %,d MiB, %,d links took up a lane, %,d rekeys, %.0f s", pair.cuts(), what,
                pair.talks.history.streams(), pair.talks.history.receivedBytes() >> 20, links.resumed(), links.rekeyed(), (System.nanoTime() - start) / 1e9));
    }
}
