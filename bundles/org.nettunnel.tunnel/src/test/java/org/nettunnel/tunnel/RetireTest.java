package org.nettunnel.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nettunnel.api.compression.Compression;
import org.nettunnel.api.crypto.Suite;
import org.nettunnel.api.tunnel.Preference;
import org.nettunnel.api.tunnel.Provider;
import org.nettunnel.api.tunnel.Provider.Verdict;
import org.nettunnel.api.tunnel.Stranded;
import org.nettunnel.compression.deflate.DeflateCompression;
import org.nettunnel.crypto.jdk.ChaChaSuite;
import org.nettunnel.tunnel.providers.Origin;
import org.nettunnel.tunnel.trial.Rc4;

/// What the administrator prefers and takes out of use at two engines that are connected: the links follow, and what runs goes on.
@Timeout(90)
class RetireTest {
    private static final String AES = "AES-256-GCM";
    private static final String CHACHA = "ChaCha20-Poly1305";
    private static final String CASCADE = "RC4+AES-256-GCM";
    private static final String ALONE = "RC4+HMAC";
    private static final long BUNDLE = 7;
    /// Where AES-256-GCM comes from at a [TestNode]: it does not say.
    private static final long NEEDED = -1;
    private static final Duration SOON = TestNode.SOON;

    private TwoEngines engines;

    @BeforeEach
    void open() throws Exception {
        engines = new TwoEngines();
        for (TestNode node : engines.both()) node.service.providers().addSuite(new ChaChaSuite(), new Origin(50, BUNDLE));
        engines.connect();
        engines.echo("before");
        engines.awaitSuite(AES);
    }

    @AfterEach
    void close() throws Exception {
        engines.close();
    }

    private TestNode at(boolean isInner) {
        return isInner ? engines.inner : engines.outer;
    }

    private static Preference preferring(String... suites) {
        return new Preference(List.of(suites), List.of(), false);
    }

    private static List<Integer> links(TestNode node, String name) {
        return node.service.provided().stream().filter(provider -> provider.name().equals(name)).map(Provider::links).toList();
    }

    // preference

    @Test
    void theEndThatDialsDecidesAndTheOtherAsksInVain() throws Exception {
        engines.inner.service.prefer(preferring(CHACHA));
        engines.awaitSuite(CHACHA);
        engines.echo("by preference");
        engines.await("the end of the other's use", () -> engines.both().stream().allMatch(node -> links(node, AES).equals(List.of(0))));
        assertTrue(links(engines.outer, CHACHA).getFirst() > 0);
        long before = engines.rekeyed();
        engines.outer.service.prefer(preferring(AES, CHACHA));
        engines.outer.service.prefer(preferring(CHACHA, AES));
        engines.await("the outer node to ask", () -> engines.rekeyed() > before);
        engines.inner.service.prefer(Preference.NONE);
        engines.awaitSuite(AES);
        engines.echo("by rank again");
        assertEquals(0, engines.resumed());
    }

    @Test
    void whatIsNotThereYetIsPreferredWhenItComes() throws Exception {
        engines.inner.service.prefer(preferring("Later", CHACHA));
        engines.awaitSuite(CHACHA);
        var later = new Renamed("Later", new ChaChaSuite());
        for (TestNode node : engines.both()) node.service.providers().addSuite(later, new Origin(-5, 9));
        engines.awaitSuite("Later");
        engines.echo("later");
        for (TestNode node : engines.both()) node.service.providers().removeSuite(later);
        engines.awaitSuite(CHACHA);
        engines.echo("and no more");
        assertEquals(0, engines.resumed());
    }

    /// A cipher that may carry records alone does so only where both administrators allow it, and then only by name.
    @Test
    void insecureLegacyNeedsBothAdministratorsAndIsNeverChosenByItself() throws Exception {
        for (TestNode node : engines.both()) {
            node.service.providers().addStreamCipher(new Rc4(), new Origin(1_000, 4));
            engines.await("suites of it", () -> node.service.provided().stream().filter(one -> one.bundle() == 4).noneMatch(one -> one.verdict() instanceof Verdict.Testing)
                    && node.service.provided().stream().filter(one -> one.bundle() == 4).count() == 2);
        }
        engines.await("the other's suites", () -> known(engines.inner).contains(CASCADE));
        assertEquals(List.of(0), links(engines.inner, CASCADE));
        engines.inner.service.prefer(new Preference(List.of(ALONE, CASCADE), List.of(), true));
        engines.awaitSuite(CASCADE);
        engines.echo("inside AES-256-GCM");
        assertFalse(known(engines.inner).contains(ALONE));
        engines.outer.service.prefer(new Preference(List.of(), List.of(), true));
        engines.awaitSuite(ALONE);
        engines.echo("alone");
        engines.outer.service.prefer(Preference.NONE);
        engines.awaitSuite(CASCADE);
        engines.inner.service.prefer(new Preference(List.of(), List.of(), true));
        engines.awaitSuite(AES);
        assertTrue(engines.inner.service.retire(Set.of(4L), SOON) && engines.outer.service.retire(Set.of(4L), SOON));
        engines.echo("without");
        assertEquals(0, engines.resumed());
    }

    /// What a node knows that the other has.
    private List<String> known(TestNode node) {
        return node.service.stranded(all(node)).stream().flatMap(stranded -> stranded.suites().stream()).toList();
    }

    private static Set<Long> all(TestNode node) {
        return node.service.provided().stream().map(Provider::bundle).collect(Collectors.toSet());
    }

    // retirement

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void whatIsRetiredIsLeftWhileItIsStillThere(boolean isInner) throws Exception {
        engines.inner.service.prefer(preferring(CHACHA));
        engines.awaitSuite(CHACHA);
        TestNode node = at(isInner);
        assertEquals(List.of(), node.service.stranded(Set.of(BUNDLE)));
        assertTrue(node.service.retire(Set.of(BUNDLE), SOON));
        assertEquals(List.of(0), links(node, CHACHA));
        engines.awaitSuite(AES);
        engines.echo("retired");
        node.service.readmit(Set.of(BUNDLE));
        engines.awaitSuite(CHACHA);
        engines.echo("readmitted");
        assertEquals(0, engines.resumed());
    }

    @Test
    void bothEndsAtOnce() throws Exception {
        engines.inner.service.prefer(preferring(CHACHA));
        engines.awaitSuite(CHACHA);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> done : threads.invokeAll(List.<Callable<Boolean>>of(() -> engines.inner.service.retire(Set.of(BUNDLE), SOON),
                    () -> engines.outer.service.retire(Set.of(BUNDLE), SOON)))) assertTrue(done.get());
        }
        engines.awaitSuite(AES);
        engines.echo("at both ends");
        assertEquals(0, engines.resumed());
    }

    @Test
    void aCompressionThatIsRetiredIsLeftToo() throws Exception {
        Compression deflate = new DeflateCompression();
        for (TestNode node : engines.both()) node.service.providers().addCompression(deflate, new Origin(10, 8));
        engines.await("deflate in use", () -> engines.both().stream().allMatch(node -> links(node, deflate.name()).getFirst() > 0));
        assertTrue(engines.outer.service.retire(Set.of(8L), SOON));
        assertEquals(List.of(0), links(engines.outer, deflate.name()));
        engines.echo("without deflate");
        engines.outer.service.readmit(Set.of(8L));
        engines.await("deflate in use again", () -> engines.both().stream().allMatch(node -> links(node, deflate.name()).getFirst() > 0));
        assertEquals(0, engines.resumed());
    }

    /// Nothing of an engine with links that used it holds what has left: its bundle's classes could not go.
    @Test
    void whatWasUsedAndRetiredIsLetGo() throws Exception {
        List<WeakReference<?>> gone = usedAndRetired();
        engines.echo("without it");
        for (long end = System.nanoTime() + SOON.toNanos(); gone.stream().anyMatch(one -> one.get() != null);) {
            assertTrue(System.nanoTime() < end, "something is held: " + gone.stream().map(one -> one.get()).toList());
            System.gc();
            LockSupport.parkNanos(50_000_000);
        }
        assertEquals(0, engines.resumed());
    }

    private List<WeakReference<?>> usedAndRetired() throws Exception {
        List<WeakReference<?>> used = new ArrayList<>();
        engines.inner.service.prefer(preferring("Passing"));
        for (TestNode node : engines.both()) {
            Suite suite = new Renamed("Passing", new ChaChaSuite());
            Compression compression = new DeflateCompression();
            node.service.providers().addSuite(suite, new Origin(1, 9));
            node.service.providers().addCompression(compression, new Origin(1, 9));
            used.add(new WeakReference<>(suite));
            used.add(new WeakReference<>(compression));
        }
        engines.awaitSuite("Passing");
        engines.await("deflate in use", () -> engines.both().stream().allMatch(node -> links(node, "deflate").equals(List.of(2))));
        engines.echo("with it, with it, with it, with it");
        for (TestNode node : engines.both()) assertTrue(node.service.retire(Set.of(9L), SOON));
        for (TestNode node : engines.both()) {
            node.service.providers().removeSuite(node.service.providers().of(Set.of(9L)).stream().filter(Suite.class::isInstance).map(Suite.class::cast).findFirst().orElseThrow());
            node.service.providers().removeCompression(
                    node.service.providers().of(Set.of(9L)).stream().filter(Compression.class::isInstance).map(Compression.class::cast).findFirst().orElseThrow());
        }
        return used;
    }

    @Test
    void whatComesOfTheSameBundleAfterwardsIsNotRetired() throws Exception {
        engines.inner.service.prefer(preferring(CHACHA));
        engines.awaitSuite(CHACHA);
        var providers = engines.inner.service.providers();
        Suite older = providers.suite(CHACHA).orElseThrow();
        assertTrue(engines.inner.service.retire(Set.of(BUNDLE), SOON));
        providers.removeSuite(older);
        providers.addSuite(new ChaChaSuite(), new Origin(50, BUNDLE));
        engines.awaitSuite(CHACHA);
        engines.echo("updated");
        assertEquals(0, engines.resumed());
    }

    @Test
    void aBundleThatOffersNothingIsRetiredAtOnce() throws Exception {
        assertTrue(engines.inner.service.retire(Set.of(99L), Duration.ZERO));
        assertEquals(List.of(), engines.inner.service.stranded(Set.of(99L)));
    }

    // without a suite in common

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void askingForTheLastCommonSuiteEndsNothing(boolean isInner) throws Exception {
        TestNode node = at(isInner);
        Suite theirs = at(!isInner).service.providers().suite(CHACHA).orElseThrow();
        at(!isInner).service.providers().removeSuite(theirs);
        engines.awaitSuite(AES);
        engines.await("the other's suites", () -> !node.service.stranded(Set.of(NEEDED)).isEmpty()
                && node.service.stranded(Set.of(NEEDED)).getFirst().suites().equals(List.of(AES)));
        assertEquals(new Stranded(engines.tunnel(), AES, List.of(AES)), node.service.stranded(Set.of(NEEDED)).getFirst());
        assertFalse(node.service.retire(Set.of(NEEDED), Duration.ofMillis(300)));
        engines.echo("nothing ended");
        node.service.readmit(Set.of(NEEDED));
        engines.awaitSuite(AES);
        engines.echo("nor afterwards");
        assertEquals(0, engines.resumed());
    }

    @Test
    void withoutWhatHandshakesNeedEveryTunnelIsStranded() throws Exception {
        assertEquals(List.of(AES), engines.inner.service.stranded(Set.of(NEEDED)).stream().map(Stranded::suite).toList());
        assertEquals(List.of(), engines.inner.service.stranded(Set.of(BUNDLE)));
        assertEquals(List.of(AES), engines.inner.service.stranded(Set.of(NEEDED, BUNDLE)).stream().map(Stranded::suite).toList());
    }

    // without a link

    @Test
    void aTunnelWithoutALinkUsesNothing() throws Exception {
        engines.inner.service.prefer(preferring(CHACHA));
        engines.awaitSuite(CHACHA);
        engines.parked(() -> {
            for (TestNode node : engines.both()) assertTrue(node.service.retire(Set.of(BUNDLE), SOON));
            assertEquals(List.of(), engines.inner.service.stranded(Set.of(BUNDLE)));
        });
        engines.awaitSuite(AES);
        engines.echo("joined without it");
    }

    /// Its links are cut in the middle of it, again and again.
    @Test
    void cutsInTheMiddleChangeNothing() throws Exception {
        for (int i = 0; i < 6; i++) {
            TestNode node = at(i % 2 == 0);
            engines.inner.service.prefer(preferring(CHACHA));
            engines.awaitSuite(CHACHA);
            engines.inner.service.cut(engines.tunnel());
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<Boolean> retired = threads.submit(() -> node.service.retire(Set.of(BUNDLE), SOON));
                engines.outer.service.cut(engines.tunnel());
                assertTrue(retired.get());
            }
            assertEquals(List.of(0), links(node, CHACHA));
            engines.echo("after cut " + i);
            node.service.readmit(Set.of(BUNDLE));
            engines.inner.service.prefer(Preference.NONE);
            engines.awaitSuite(AES);
        }
    }
}
