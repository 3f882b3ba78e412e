package org.nettunnel.tunnel.providers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.api.crypto.Sealer;
import org.nettunnel.api.crypto.Suite;
import org.nettunnel.api.tunnel.Provider;
import org.nettunnel.api.tunnel.Provider.Kind;
import org.nettunnel.api.tunnel.Provider.Verdict;
import org.nettunnel.crypto.jdk.AesGcmSuite;
import org.nettunnel.tunnel.providers.Candidate.Form;
import org.nettunnel.tunnel.trial.Refused;
import org.nettunnel.tunnel.trial.SuiteTrial;

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
        to.add(suite, Candidate.Facts.plain(Kind.SUITE, suite::name, suite::isLegacy, new Origin(rank, rank)), SuiteTrial.of(suite));
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

    private static List<Verdict> verdicts(Shelf<Suite> of) {
        return of.told(_ -> 3).stream().map(Provider::verdict).toList();
    }

    private static void decided(Shelf<Suite> shelf, int count) {
        for (long end = System.nanoTime() + 20_000_000_000L; verdicts(shelf).stream().filter(one -> !(one instanceof Verdict.Testing)).count() < count; Thread.onSpinWait())
            assertTrue(System.nanoTime() < end, "not decided: " + shelf.told(_ -> 0));
    }

    @Test
    void eachIsToldWithItsBundleAndWhatCameOfIt() {
        add(suites, new Watched(), 7);
        add(suites, new Watched(), 5);
        add(suites, new Broken(), 9);
        decided(suites, 3);
        assertEquals(List.of(new Verdict.Offered(), new Verdict.Spare("another of this name is preferred, of bundle 7"),
                new Verdict.Refused("the known answer of GCM specification, test case 14 came out otherwise")), verdicts(suites));
        assertEquals(List.of(7L, 5L, 9L), suites.told(_ -> 3).stream().map(Provider::bundle).toList());
        assertEquals(3, suites.told(_ -> 3).getFirst().links());
    }

    @Test
    void oneThatHangsIsRefusedAndHoldsUpNobody() {
        Duration patience = Duration.ofMillis(200);
        var quick = new Shelf<Suite>(new Shelf.Times(Duration.ZERO, patience), new Examiner(patience), () -> {});
        var never = new CountDownLatch(1);
        var stuck = new Watched() {
            @Override
            public Sealer sealer(byte[] key) {
                for (boolean isOver = false; !isOver;) isOver = isOver(never);
                return super.sealer(key);
            }
        };
        var sound = new Watched();
        quick.add(stuck, Candidate.Facts.plain(Kind.SUITE, () -> NAME, () -> false, new Origin(9, 1)), SuiteTrial.of(stuck));
        quick.add(sound, Candidate.Facts.plain(Kind.SUITE, () -> NAME, () -> false, new Origin(0, 2)), _ -> {});
        decided(quick, 2);
        never.countDown();
        assertSame(sound, offered(quick));
        assertEquals(new Verdict.Refused("its test did not end within 200 ms"), verdicts(quick).getLast());
    }

    @Test
    void oneThatWorksIsGivenTimeOnABusyMachine() {
        Duration patience = Duration.ofSeconds(1);
        var busy = new Shelf<Suite>(new Shelf.Times(Duration.ZERO, patience), new Examiner(patience), () -> {});
        var neighbours = new CountDownLatch(1);
        busy.add(new Watched(), Candidate.Facts.plain(Kind.SUITE, () -> NAME, () -> false, Origin.ranked(0)), _ -> {
            for (int turn = 0; turn < 3; turn++) {
                work(Duration.ofMillis(50));
                neighbours.await(500, TimeUnit.MILLISECONDS);
            }
        });
        decided(busy, 1);
        assertEquals(List.of(new Verdict.Offered()), verdicts(busy));
    }

    /// Uses that much time of a processor.
    private static void work(Duration time) {
        var threads = ManagementFactory.getThreadMXBean();
        long end = threads.getCurrentThreadCpuTime() + time.toNanos();
        while (threads.getCurrentThreadCpuTime() < end) Thread.onSpinWait();
    }

    /// Does not heed an interruption, as a loop without end would not.
    private static boolean isOver(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException ignored) {
            return false;
        }
    }

    @Test
    void whateverATestThrowsIsAVerdict() {
        suites.add(new Watched(), Candidate.Facts.plain(Kind.SUITE, () -> NAME, () -> false, Origin.ranked(0)), _ -> {
            throw new StackOverflowError();
        });
        decided(suites, 1);
        assertEquals(List.of(new Verdict.Refused("its test ended with java.lang.StackOverflowError")), verdicts(suites));
    }

    @Test
    void oneThatCannotSayItsNameIsRefusedAndTold() {
        var nameless = new Watched();
        var facts = Candidate.Facts.plain(Kind.SUITE, () -> {
            throw new IllegalStateException("no name");
        }, () -> false, Origin.ranked(0));
        suites.add(nameless, facts, _ -> {
            throw new Refused("no name");
        });
        decided(suites, 1);
        assertEquals("?", suites.told(_ -> 0).getFirst().name());
        assertEquals("two lines", Candidate.Facts.plain(Kind.SUITE, () -> "two\nlines", () -> true, Origin.ranked(0)).name());
    }

    @Test
    void oneThatLeavesDuringItsTestIsForgottenAtOnce() throws Exception {
        var begun = new CountDownLatch(1);
        var interrupted = new CompletableFuture<Boolean>();
        var leaving = new Watched();
        suites.add(leaving, Candidate.Facts.plain(Kind.SUITE, () -> NAME, () -> false, Origin.ranked(0)), _ -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException left) {
                interrupted.complete(true);
                throw left;
            }
        });
        begun.await();
        remove(suites, leaving);
        assertTrue(suites.told(_ -> 0).isEmpty());
        assertTrue(interrupted.get(20, TimeUnit.SECONDS));
    }

    @Test
    void preferenceRetirementAndTheGateOfWhatStandsAloneDecideWhatIsOffered() {
        candidate("A", 100, Form.PLAIN, 1);
        candidate("B", 50, Form.PLAIN, 2);
        candidate("C+A", 900, Form.CASCADE, 3);
        candidate("C+HMAC", 901, Form.ALONE, 3);
        decided(suites, 4);
        assertEquals(List.of("A", "B", "C+A"), names());
        suites.wish(new Wishes(List.of("unknown", "C+A", "B"), false, Set.of()));
        assertEquals(List.of("C+A", "B", "A"), names());
        suites.wish(new Wishes(List.of(), true, Set.of()));
        assertEquals(List.of("A", "B", "C+A", "C+HMAC"), names());
        suites.wish(new Wishes(List.of("C+HMAC"), true, Set.of(1L)));
        assertEquals(List.of("C+HMAC", "B", "C+A"), names());
        assertTrue(verdicts(suites).contains(new Verdict.Spare("its bundle is being removed")));
    }

    @Test
    void aes256GcmComesFirstWhoeverOffersIt() {
        List<Candidate<Suite>> good = List.of(ranked("AES-256-GCM-SIV", 50), ranked("OTHER", 99), ranked(NAME, -100), ranked("BETTER", 200));
        assertEquals(List.of("BETTER", NAME, "OTHER", "AES-256-GCM-SIV"), List.copyOf(Choice.of(good, Wishes.NONE).offered().keySet()));
    }

    private static Candidate<Suite> ranked(String name, int rank) {
        return new Candidate<>(new Watched(), Candidate.Facts.plain(Kind.SUITE, () -> name, () -> false, Origin.ranked(rank)), _ -> {}, 0);
    }

    @Test
    void noMoreThanAHandshakeCanTellAreOffered() {
        for (int i = 0; i < 18; i++) candidate("S" + i, 100 - i, Form.PLAIN, i);
        decided(suites, 18);
        assertEquals(16, names().size());
        assertEquals("S15", names().getLast());
    }

    @Test
    void whatHandshakesNeedIsAmongThemHoweverManyAreBetter() {
        for (int i = 0; i < 18; i++) candidate("S" + i, 300 - i, Form.PLAIN, i);
        candidate(NAME, 1, Form.PLAIN, 20);
        decided(suites, 19);
        assertEquals(16, names().size());
        assertEquals(List.of("S14", NAME), names().subList(14, 16));
    }

    private void candidate(String name, int rank, Form form, long bundle) {
        suites.add(new Watched(), new Candidate.Facts(Kind.SUITE, name, form, false, new Origin(rank, bundle), Set.of(bundle)), _ -> {});
    }

    private List<String> names() {
        return List.copyOf(suites.choice().offered().keySet());
    }
}
