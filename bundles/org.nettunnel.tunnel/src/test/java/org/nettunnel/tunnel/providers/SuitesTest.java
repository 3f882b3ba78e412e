package org.nettunnel.tunnel.providers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.api.crypto.Sealer;
import org.nettunnel.crypto.jdk.AesGcmSuite;

/// Which of the suites that are there is tested and offered.
@Timeout(30)
class SuitesTest {
    private static final String NAME = AesGcmSuite.NAME;
    private final Suites suites = new Suites(Duration.ofMinutes(10), () -> {});

    /// Counts who asks for it.
    private static class Watched extends AesGcmSuite {
        final AtomicInteger sealers = new AtomicInteger();

        @Override
        public Sealer sealer(byte[] key) {
            sealers.incrementAndGet();
            return super.sealer(key);
        }
    }

    /// Seals nothing.
    private static final class Broken extends Watched {
        @Override
        public Sealer sealer(byte[] key) {
            super.sealer(key);
            return (_, _, _, _, length, _, _) -> length + 16;
        }
    }

    @Test
    void onlyTheBestOfANameIsTestedUntilItLeaves() {
        var best = new Watched();
        var other = new Watched();
        suites.add(best, 100);
        suites.add(other, 0);
        suites.awaitTests();
        assertSame(best, suites.good().get(NAME));
        assertEquals(0, other.sealers.get());
        suites.remove(best);
        suites.awaitTests();
        assertSame(other, suites.good().get(NAME));
        suites.remove(other);
        suites.awaitTests();
        assertTrue(suites.good().isEmpty());
    }

    @Test
    void whoStandsInWaitsForTheOneItStandsInFor() {
        var understudy = new Watched();
        var star = new Watched();
        suites.add(understudy, -100);
        suites.add(star, 100);
        suites.awaitTests();
        assertSame(star, suites.good().get(NAME));
        assertEquals(0, understudy.sealers.get());
        suites.remove(star);
        suites.awaitTests();
        assertSame(understudy, suites.good().get(NAME));
    }

    @Test
    void whoStandsInIsOfferedWhenNobodyElseComes() {
        var alone = new Suites(Duration.ofMillis(1), () -> {});
        var understudy = new Watched();
        alone.add(understudy, -100);
        alone.awaitTests();
        assertSame(understudy, alone.good().get(NAME));
    }

    @Test
    void theNextTakesThePlaceOfOneThatFails() {
        var broken = new Broken();
        var sound = new Watched();
        suites.add(sound, 0);
        suites.add(broken, 100);
        suites.awaitTests();
        assertSame(sound, suites.good().get(NAME));
        assertTrue(broken.sealers.get() > 0);
    }
}
