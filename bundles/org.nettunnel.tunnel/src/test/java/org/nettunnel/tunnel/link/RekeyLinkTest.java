package org.nettunnel.tunnel.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nettunnel.crypto.jdk.AesGcmSuite;
import org.nettunnel.tunnel.fixtures.Fault;
import org.nettunnel.tunnel.link.LinkPair.Carriage;
import org.nettunnel.tunnel.rekey.Sides;
import org.nettunnel.tunnel.rekey.Stock;
import org.nettunnel.tunnel.wire.KeyLimits;
import org.nettunnel.tunnel.wire.KeyLimits.Limit;

/// A link changes its keys, its suite and its compressions while bytes move: not one is lost, doubled or moved, and the link stays.
@Timeout(120)
class RekeyLinkTest {
    private static final Stock CHACHA_FIRST = new Stock(Sides.CRYPTO, List.of(Sides.CHACHA, Sides.AES), List.of(Sides.DEFLATE));
    private static final Stock ONLY_CHACHA = new Stock(Sides.CRYPTO, List.of(Sides.CHACHA), List.of());

    @ParameterizedTest
    @EnumSource(Carriage.class)
    void manyKeysUnderLoad(Carriage carriage) throws Exception {
        try (var load = new RekeyLoad(carriage, KeyLimits.every(64), Sides.BOTH)) {
            int most = carriage == Carriage.ONE_BYTE ? 500 : 40_000;
            load.dialogue("off", most);
            load.dialogue("deflate", most);
            load.awaitRekeys(carriage == Carriage.ONE_BYTE ? 3 : 30);
            load.finish();
            assertEquals(load.inner().epoch(), load.inner().rekeys());
            assertFalse(load.pair.inner.ended.isDone());
        }
    }

    @Test
    void keysChangeOnAWireThatIsFull() throws Exception {
        try (var load = new RekeyLoad(Carriage.TCP, KeyLimits.every(200), Sides.BOTH)) {
            load.bulk("off");
            load.bulk("deflate");
            load.awaitRekeys(3);
            load.finish();
        }
    }

    @Test
    void suitesChangeUnderLoadAtEitherEnd() throws Exception {
        var random = new Random(3);
        try (var load = new RekeyLoad(Carriage.TCP, KeyLimits.every(200), Sides.BOTH)) {
            load.dialogue("off", 10_000);
            load.dialogue("deflate", 60_000);
            for (int i = 0; i < 12; i++) {
                boolean isAes = i % 2 == 1;
                // who dialled prefers; what is not there at either end cannot be
                if (isAes) load.stock(Sides.BOTH, random.nextBoolean() ? Sides.BOTH : CHACHA_FIRST);
                else if (random.nextBoolean()) load.stock(random.nextBoolean() ? ONLY_CHACHA : CHACHA_FIRST, Sides.BOTH);
                else load.stock(Sides.BOTH, ONLY_CHACHA);
                load.awaitSuite(isAes ? "AES-256-GCM" : "ChaCha20-Poly1305");
                load.awaitCarried(200_000);
            }
            load.finish();
        }
    }

    @Test
    void aCompressionThatLeavesIsUsedNoMoreAndComesBack() throws Exception {
        var without = new Stock(Sides.CRYPTO, Sides.BOTH.suites(), List.of());
        try (var load = new RekeyLoad(Carriage.TCP, KeyLimits.standard(), Sides.BOTH)) {
            load.bulk("deflate");
            load.awaitCarried(3_000_000);
            long sent = load.pair.innerLink.sentBytes() + load.pair.outerLink.sentBytes();
            assertTrue(sent < load.carried.get() * 2 / 3, sent + " of " + load.carried);
            load.stock(without, Sides.BOTH);
            load.awaitRekeys(1);
            load.awaitCarried(3_000_000);
            long sentBefore = load.pair.innerLink.sentBytes() + load.pair.outerLink.sentBytes();
            long before = load.carried.get();
            load.awaitCarried(6_000_000);
            long rawSent = load.pair.innerLink.sentBytes() + load.pair.outerLink.sentBytes() - sentBefore;
            assertTrue(rawSent > (load.carried.get() - before) * 2 / 3, rawSent + " raw");
            load.stock(Sides.BOTH, Sides.BOTH);
            load.awaitRekeys(2);
            load.awaitCarried(3_000_000);
            load.finish();
        }
    }

    @Test
    void aBundleOfTheSameSuiteTakesOverAndTheOtherIsNotUsedAnyMore() throws Exception {
        try (var load = new RekeyLoad(Carriage.TCP, KeyLimits.standard(), Sides.BOTH)) {
            load.bulk("off");
            load.dialogue("off", 100);
            load.awaitCarried(500_000);
            var another = new AesGcmSuite();
            load.stock(new Stock(Sides.CRYPTO, List.of(another, Sides.CHACHA), List.of(Sides.DEFLATE)), Sides.BOTH);
            load.awaitRekeys(1);
            assertEquals("AES-256-GCM", load.inner().suite());
            load.finish();
        }
    }

    /// To another suite and back, by order and by what is there, at either end.
    @ParameterizedTest
    @EnumSource(Carriage.class)
    void whatIsLeftIsUsedNoMoreAtEitherEnd(Carriage carriage) throws Exception {
        int some = carriage == Carriage.ONE_BYTE ? 2_000 : 300_000;
        try (var load = new RekeyLoad(carriage, KeyLimits.standard(), Sides.BOTH)) {
            if (carriage == Carriage.ONE_BYTE) load.dialogue("deflate", 200);
            else load.bulk("deflate");
            load.awaitCarried(some);
            for (int i = 0; i < 3; i++) {
                load.stock(i == 0 ? CHACHA_FIRST : i == 1 ? ONLY_CHACHA : Sides.BOTH, i == 2 ? ONLY_CHACHA : Sides.BOTH);
                load.awaitSuite("ChaCha20-Poly1305");
                load.awaitUnused(Sides.AES);
                if (i > 0) load.awaitUnused(Sides.DEFLATE);
                load.awaitCarried(some);
                load.stock(Sides.BOTH, Sides.BOTH);
                load.awaitSuite("AES-256-GCM");
                load.awaitUnused(Sides.CHACHA);
                load.awaitCarried(some);
            }
            load.finish();
        }
    }

    /// Nothing in common is left for a while: nobody asks, and what runs goes on as it was.
    @Test
    void withoutASuiteInCommonALinkGoesOnUntilOneIsBack() throws Exception {
        try (var load = new RekeyLoad(Carriage.TCP, KeyLimits.standard(), Sides.BOTH)) {
            load.bulk("off");
            load.awaitCarried(300_000);
            load.stock(Sides.BOTH, Sides.only(Sides.AES));
            load.awaitRekeys(1);
            load.stock(ONLY_CHACHA, Sides.only(Sides.AES));
            load.awaitCarried(3_000_000);
            assertEquals(1, load.inner().rekeys());
            assertEquals("AES-256-GCM", load.inner().suite());
            load.stock(ONLY_CHACHA, Sides.BOTH);
            load.awaitSuite("ChaCha20-Poly1305");
            load.awaitUnused(Sides.AES);
            load.awaitCarried(300_000);
            load.finish();
        }
    }

    @Test
    void aLinkThatIsCutAmidExchangesIsTakenUpByTheNext() throws Exception {
        try (var load = new RekeyLoad(Carriage.TCP, KeyLimits.every(16), Sides.BOTH, true)) {
            load.bulk("off");
            load.bulk("deflate");
            for (int i = 0; i < 15; i++) {
                load.awaitCarried(100_000 + 37_000 * i);
                load.pair.cut();
                if (i % 3 == 0) load.stock(i % 2 == 0 ? CHACHA_FIRST : Sides.BOTH, Sides.BOTH);
                load.pair.join();
            }
            load.awaitRekeys(3);
            load.finish();
        }
    }

    /// Nobody changes the keys here.
    @Test
    void aKeyThatIsUsedUpCostsTheLinkAndNothingElse() throws Exception {
        var few = new Limit(40, 1L << 40, Duration.ofHours(1));
        var options = new LinkPair.Options();
        options.innerSettings = options.outerSettings = options.innerSettings.with(new KeyLimits(few, few, Duration.ofSeconds(30)));
        options.outlivesLinks = true;
        long length = 4 << 20;
        try (var pair = new LinkPair(Carriage.TCP, new Fault.None(), new Fault.None(), options); var connection = pair.connect()) {
            var said = Traffic.count(connection.client(), length);
            var heard = Traffic.countInOrder(connection.server());
            for (int links = 1; !heard.isDone(); links++) {
                if (pair.inner.losses.poll(100, TimeUnit.MILLISECONDS) == null) continue;
                assertTrue(links < 1_000, "links " + links);
                pair.join();
            }
            said.get(20, TimeUnit.SECONDS);
            assertEquals(length, heard.get(20, TimeUnit.SECONDS));
        }
    }
}
