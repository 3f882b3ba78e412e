package org.nettunnel.tunnel.link;

import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.tunnel.fixtures.Storm;

/// Cuts one lane's link at random and at every byte of its beginning, RESUME included, without handshakes between. Run by `./dev prove cuts`.
@Timeout(1_800)
class CutLaneProof {
    private static final boolean IS_FULL = "full".equals(System.getProperty("nettunnel.scale", "short"));
    private static final long SEED = Long.getLong("nettunnel.seed", System.nanoTime());
    private static final int POSITIONS = 2_000;

    @Test
    void atRandom() throws Exception {
        int wanted = IS_FULL ? 10_000 : 500;
        run("of one lane at random", Storm.any(SEED, false), wanted);
    }

    @Test
    void atEachPosition() throws Exception {
        run("of one lane at each of its first " + POSITIONS + " bytes", Storm.positions(SEED, 0, IS_FULL ? 1 : 5, POSITIONS), Integer.MAX_VALUE);
    }

    private static void run(String what, Storm storm, int cuts) throws Exception {
        long start = System.nanoTime();
        var lane = new CutLane(storm, SEED);
        try (lane) {
            lane.talkWhile(() -> !storm.isOver() && lane.cuts() < cuts);
            storm.ends();
            lane.settle();
        } catch (AssertionError | Exception failed) {
            throw new AssertionError(what + ", -Dnettunnel.seed=" + SEED + ", after " + lane.cuts() + " cuts: " + failed.getMessage(), failed);
        }
        System.out.println(String.format(Locale.ROOT, "figure: %,d cuts %s: %,d streams, %,d MiB, %,d links, %.0f s", lane.cuts(), what, lane.talks.history.streams(),
                lane.talks.history.receivedBytes() >> 20, lane.links(), (System.nanoTime() - start) / 1e9));
    }
}
