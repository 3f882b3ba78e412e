package org.nettunnel.crypto.bouncycastle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nettunnel.api.crypto.ForgedRecord;
import org.nettunnel.api.crypto.Suite;
import org.nettunnel.crypto.jdk.AesGcmSuite;
import org.nettunnel.crypto.jdk.ChaChaSuite;

/// Two implementations by different hands seal the same and open each other's records.
class CrossSuiteTest {
    private final SplittableRandom random = new SplittableRandom(1);

    static Stream<Arguments> pairs() {
        return Stream.of(Arguments.of(new BouncyAesGcmSuite(), new AesGcmSuite()), Arguments.of(new BouncyChaChaSuite(), new ChaChaSuite()));
    }

    static Stream<Suite> suites() {
        return Stream.of(new BouncyAesGcmSuite(), new BouncyChaChaSuite());
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void eachOpensWhatTheOtherSealed(Suite bouncy, Suite jdk) throws Exception {
        assertEquals(jdk.name(), bouncy.name());
        byte[] key = bytes(32);
        for (int n = 0; n < 400; n++) {
            int length = n < 300 ? n : random.nextInt(66_560);
            byte[] nonce = bytes(12);
            byte[] aad = bytes(n % 50);
            byte[] plain = bytes(length + 3);
            byte[] one = new byte[length + 16 + 5];
            byte[] other = new byte[length + 16 + 5];
            assertEquals(length + 16, jdk.sealer(key).seal(nonce, aad, plain, 3, length, one, 5));
            assertEquals(length + 16, bouncy.sealer(key).seal(nonce, aad, plain, 3, length, other, 5));
            assertArrayEquals(one, other, "length " + length);
            for (var opener : new Suite[] {jdk, bouncy}) {
                byte[] opened = new byte[length + 2];
                assertEquals(length, opener.opener(key).open(nonce, aad, one, 5, length + 16, opened, 2));
                assertTrue(Arrays.equals(plain, 3, 3 + length, opened, 2, 2 + length), "length " + length);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("suites")
    void everyChangedBitIsNoticed(Suite suite) throws Exception {
        byte[] key = bytes(32);
        byte[] nonce = bytes(12);
        byte[] aad = bytes(4);
        byte[] sealed = new byte[40 + 16];
        suite.sealer(key).seal(nonce, aad, bytes(40), 0, 40, sealed, 0);
        var opener = suite.opener(key);
        for (byte[] part : new byte[][] {sealed, aad, nonce}) {
            for (int bit = 0; bit < 8 * part.length; bit++) {
                part[bit >> 3] ^= (byte) (1 << (bit & 7));
                assertThrows(ForgedRecord.class, () -> opener.open(nonce, aad, sealed, 0, 56, new byte[40], 0), "bit " + bit);
                part[bit >> 3] ^= (byte) (1 << (bit & 7));
            }
            assertEquals(40, opener.open(nonce, aad, sealed, 0, 56, new byte[40], 0));
        }
    }

    @ParameterizedTest
    @MethodSource("suites")
    void refusesWhatTheJdkRefuses(Suite suite) {
        assertThrows(IllegalArgumentException.class, () -> suite.sealer(new byte[31]));
        var sealer = suite.sealer(new byte[32]);
        var opener = suite.opener(new byte[32]);
        assertThrows(IllegalArgumentException.class, () -> sealer.seal(new byte[11], new byte[0], new byte[5], 0, 5, new byte[21], 0));
        assertThrows(IndexOutOfBoundsException.class, () -> sealer.seal(new byte[12], new byte[0], new byte[5], 0, 5, new byte[20], 0));
        assertThrows(IndexOutOfBoundsException.class, () -> opener.open(new byte[12], new byte[0], new byte[21], 0, 21, new byte[4], 0));
        assertThrows(ForgedRecord.class, () -> opener.open(new byte[12], new byte[0], new byte[15], 0, 15, new byte[5], 0));
        sealer.seal(new byte[12], new byte[0], new byte[5], 0, 5, new byte[21], 0);
        assertThrows(IllegalStateException.class, () -> sealer.seal(new byte[12], new byte[0], new byte[5], 0, 5, new byte[21], 0));
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
