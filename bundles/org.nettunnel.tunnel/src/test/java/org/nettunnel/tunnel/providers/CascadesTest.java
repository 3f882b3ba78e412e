package org.nettunnel.tunnel.providers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.api.crypto.KeyStream;
import org.nettunnel.api.crypto.Suite;
import org.nettunnel.api.tunnel.Provider;
import org.nettunnel.api.tunnel.Provider.Verdict;
import org.nettunnel.crypto.jdk.AesGcmSuite;
import org.nettunnel.crypto.jdk.JdkKeySchedule;
import org.nettunnel.tunnel.trial.Rc4;

/// Suites made of stream ciphers come and go with what they are made of.
@Timeout(60)
class CascadesTest {
    private static final String CASCADE = "RC4+AES-256-GCM";
    private final Providers providers = new Providers(new Shelf.Times(Duration.ZERO, Duration.ofSeconds(20)));
    private final Suite aes = new AesGcmSuite();
    private final JdkKeySchedule schedule = new JdkKeySchedule();
    private final Rc4 rc4 = new Rc4();

    private void all() {
        providers.addSuite(aes, new Origin(100, 1));
        providers.schedule(schedule);
        providers.addStreamCipher(rc4, new Origin(0, 7));
        await(() -> providers.suite(CASCADE).isPresent());
    }

    private void await(BooleanSupplier wanted) {
        for (long end = System.nanoTime() + 20_000_000_000L; !wanted.getAsBoolean(); Thread.onSpinWait())
            assertTrue(System.nanoTime() < end, "not in time: " + told());
    }

    private List<Provider> told() {
        return providers.provided(_ -> 0);
    }

    private boolean isTold(String name, Verdict verdict) {
        return told().stream().anyMatch(one -> one.name().equals(name) && one.verdict().equals(verdict));
    }

    @Test
    void theCascadeIsOfferedLastAndMarkedAsLegacyOfTheCiphersBundle() {
        all();
        assertEquals(List.of("AES-256-GCM", CASCADE), providers.stock().suiteNames());
        Provider told = told().stream().filter(one -> one.name().equals(CASCADE)).findFirst().orElseThrow();
        assertEquals(7, told.bundle());
        assertTrue(told.isLegacy());
    }

    @Test
    void theCipherAloneIsGoodButOnlyOfferedWhereItIsAllowed() {
        all();
        await(() -> isTold("RC4+HMAC", new Verdict.Spare("a cipher of this kind carries records alone only where the administrator allows insecure legacy")));
    }

    @Test
    void theyLeaveWithTheirCipher() {
        all();
        providers.removeStreamCipher(rc4);
        assertEquals(List.of("AES-256-GCM"), providers.stock().suiteNames());
        assertEquals(1, told().size());
    }

    @Test
    void theyLeaveWithAesAndComeBackMadeOfTheNext() {
        all();
        Suite before = providers.suite(CASCADE).orElseThrow();
        providers.removeSuite(aes);
        assertTrue(providers.stock().suites().isEmpty());
        assertTrue(told().isEmpty());
        providers.addSuite(new AesGcmSuite(), new Origin(100, 2));
        await(() -> providers.suite(CASCADE).isPresent());
        assertNotSame(before, providers.suite(CASCADE).orElseThrow());
    }

    @Test
    void theyLeaveWithTheKeySchedule() {
        all();
        providers.withoutSchedule(schedule);
        assertEquals(List.of("AES-256-GCM"), providers.stock().suiteNames());
        providers.schedule(new JdkKeySchedule());
        await(() -> providers.suite(CASCADE).isPresent());
    }

    @Test
    void aCipherThatFailsItsTestIsRefusedInBothForms() {
        providers.addSuite(aes, new Origin(100, 1));
        providers.schedule(schedule);
        providers.addStreamCipher(new Rc4() {
            @Override
            public KeyStream keyStream(byte[] key) {
                return (_, _, _) -> {};
            }
        }, new Origin(0, 7));
        var refused = new Verdict.Refused("the known answer of RFC 6229 §2, 256 bits came out otherwise");
        await(() -> isTold(CASCADE, refused) && isTold("RC4+HMAC", refused));
        assertEquals(List.of("AES-256-GCM"), providers.stock().suiteNames());
    }
}
