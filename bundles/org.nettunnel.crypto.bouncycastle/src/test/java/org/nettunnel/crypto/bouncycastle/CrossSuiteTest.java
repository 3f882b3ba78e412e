package org.nettunnel.crypto.bouncycastle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nettunnel.api.crypto.ForgedRecord;
import org.nettunnel.api.crypto.Suite;

/// What Bouncy Castle seals, the JDK's cipher of the same name opens, and the other way round.
class CrossSuiteTest {
    private final SplittableRandom random = new SplittableRandom(1);

    static Stream<Suite> suites() {
        return Stream.of(new BouncyAesGcmSuite(), new BouncyChaChaSuite());
    }

    @ParameterizedTest
    @MethodSource("suites")
    void agreesWithTheJdk(Suite suite) throws Exception {
        byte[] key = bytes(32);
        for (int n = 0; n < 400; n++) {
            int length = n < 300 ? n : random.nextInt(66_560);
            byte[] nonce = bytes(12);
            byte[] aad = bytes(n % 50);
            byte[] plain = bytes(length + 3);
            byte[] sealed = new byte[length + 16 + 5];
            assertEquals(length + 16, suite.sealer(key).seal(nonce, aad, plain, 3, length, sealed, 5));
            byte[] expected = jdk(suite, key, nonce, aad).doFinal(plain, 3, length);
            assertTrue(Arrays.equals(expected, 0, length + 16, sealed, 5, length + 21), "length " + length);
            byte[] opened = new byte[length + 2];
            assertEquals(length, suite.opener(key).open(nonce, aad, expected, 0, expected.length, opened, 2));
            assertTrue(Arrays.equals(plain, 3, 3 + length, opened, 2, 2 + length), "length " + length);
        }
    }

    private static Cipher jdk(Suite suite, byte[] key, byte[] nonce, byte[] aad) throws GeneralSecurityException {
        boolean isAes = suite instanceof BouncyAesGcmSuite;
        var cipher = Cipher.getInstance(isAes ? "AES/GCM/NoPadding" : "ChaCha20-Poly1305");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, isAes ? "AES" : "ChaCha20"), isAes ? new GCMParameterSpec(128, nonce) : new IvParameterSpec(nonce));
        cipher.updateAAD(aad);
        return cipher;
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
