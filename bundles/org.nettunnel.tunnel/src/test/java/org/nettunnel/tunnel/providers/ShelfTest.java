package org.nettunnel.tunnel.providers;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.api.crypto.Sealer;
import org.nettunnel.api.crypto.Suite;
import org.nettunnel.api.tunnel.Provider.Kind;
import org.nettunnel.crypto.jdk.AesGcmSuite;

/// Which of the suites that are there is tested and offered.
@Timeout(30)
class ShelfTest {
    private static final String NAME = AesGcmSuite.NAME;
    private final Shelf<Suite> suites = shelf(Duration.ofMinutes(10));

    private static Shelf<Suite> shelf(Duration standby) {
        Duration patience = Duration.ofSeconds(20);
        return new Shelf<>(new Shelf.Times(standby, patience), new Examiner(patience), () -> {});
    }

    private static void add(Shelf<Suite> to, Suite suite, int rank) {
        to.add(suite, Candidate.Facts.plain(Kind.SUITE, suite.name(), suite.isLegacy(), new Origin(rank, rank)), new SelfTest(suite));
    }

    private static void remove(Shelf<Suite> from, Suite suite) {
        from.remove(one -> one.service == suite);
    }

    private static Suite offered(Shelf<Suite> of) {
        return of.choice().offered().get(NAME).service;
    }

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
    void onlyTheBestOfANameIsOfferedUntilItLeaves() {
        var best = new Watched();
        var other = new Watched();
        add(suites, best, 100);
        add(suites, other, 0);
        suites.awaitTests();
        assertSame(best, offered(suites));
        remove(suites, best);
        suites.awaitTests();
        assertSame(other, offered(suites));
        remove(suites, other);
        suites.awaitTests();
        assertTrue(suites.choice().offered().isEmpty());
    }

    @Test
    void whoStandsInWaitsForTheOneItStandsInFor() {
        var understudy = new Watched();
        var star = new Watched();
        add(suites, understudy, -100);
        add(suites, star, 100);
        suites.awaitTests();
        assertSame(star, offered(suites));
        remove(suites, star);
        suites.awaitTests();
        assertSame(understudy, offered(suites));
    }

    @Test
    void whoStandsInIsOfferedWhenNobodyElseComes() {
        var alone = shelf(Duration.ofMillis(1));
        var understudy = new Watched();
        add(alone, understudy, -100);
        alone.awaitTests();
        assertSame(understudy, offered(alone));
    }

    @Test
    void theNextTakesThePlaceOfOneThatFails() {
        var broken = new Broken();
        var sound = new Watched();
        add(suites, sound, 0);
        add(suites, broken, 100);
        suites.awaitTests();
        assertSame(sound, offered(suites));
        assertTrue(broken.sealers.get() > 0);
    }
}
