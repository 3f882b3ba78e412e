package org.nettunnel.crypto.jdk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nettunnel.api.crypto.ForgedRecord;
import org.nettunnel.api.crypto.Suite;

class SuiteTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final int RECORD_BYTES = 32 * 1024;

    private final SplittableRandom random = new SplittableRandom(1);

    static Stream<Suite> suites() {
        return Stream.of(new AesGcmSuite(), new ChaChaSuite());
    }

    /// McGrew and Viega, "The Galois/Counter Mode of Operation", test case 16.
    @Test
    void agreesWithTheSpecificationOfGcm() throws Exception {
        agrees(new AesGcmSuite(), "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888",
                "feedfacedeadbeeffeedfacedeadbeefabaddad2",
                HEX.parseHex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"),
                "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                        + "76fc6ece0f4e1768cddf8853bb2d551b");
    }

    @Test
    void agreesWithRfc8439() throws Exception {
        agrees(new ChaChaSuite(), "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f", "070000004041424344454647",
                "50515253c0c1c2c3c4c5c6c7",
                "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it."
                        .getBytes(StandardCharsets.US_ASCII),
                "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b36"
                        + "92ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc3ff4def08e4b7a9de576d26586cec64b6116"
                        + "1ae10b594f09e26a7e902ecbd0600691");
    }

    private static void agrees(Suite suite, String key, String nonce, String associated, byte[] plain, String sealed) throws ForgedRecord {
        byte[] out = new byte[plain.length + 16];
        assertEquals(out.length, suite.sealer(HEX.parseHex(key)).seal(HEX.parseHex(nonce), HEX.parseHex(associated), plain, 0, plain.length, out, 0));
        assertEquals(sealed, HEX.formatHex(out));
        byte[] back = new byte[plain.length];
        assertEquals(back.length, suite.opener(HEX.parseHex(key)).open(HEX.parseHex(nonce), HEX.parseHex(associated), out, 0, out.length, back, 0));
        assertArrayEquals(plain, back);
    }

    @ParameterizedTest
    @MethodSource("suites")
    void opensWhatItSealedOfEveryLengthAtAnyOffset(Suite suite) throws Exception {
        byte[] key = bytes(32);
        var sealer = suite.sealer(key);
        var opener = suite.opener(key);
        for (int length = 0; length < 600; length++) {
            byte[] plain = bytes(length + 9);
            byte[] sealed = new byte[length + 16 + 7];
            byte[] opened = new byte[length + 5];
            byte[] aad = bytes(length % 40);
            assertEquals(length + 16, sealer.seal(nonce(length), aad, plain, 9, length, sealed, 7));
            assertEquals(length, opener.open(nonce(length), aad, sealed, 7, length + 16, opened, 5));
            assertTrue(Arrays.equals(plain, 9, 9 + length, opened, 5, 5 + length), "length " + length);
        }
    }

    @ParameterizedTest
    @MethodSource("suites")
    void sealsAndOpensInPlace(Suite suite) throws Exception {
        byte[] key = bytes(32);
        byte[] plain = bytes(1000);
        byte[] buffer = Arrays.copyOf(plain, 1016);
        suite.sealer(key).seal(nonce(0), new byte[3], buffer, 0, 1000, buffer, 0);
        suite.opener(key).open(nonce(0), new byte[3], buffer, 0, 1016, buffer, 0);
        assertArrayEquals(plain, Arrays.copyOf(buffer, 1000));
    }

    @ParameterizedTest
    @MethodSource("suites")
    void everyChangedBitIsNoticed(Suite suite) throws Exception {
        byte[] key = bytes(32);
        byte[] aad = bytes(4);
        byte[] nonce = bytes(12);
        byte[] sealed = new byte[75 + 16];
        suite.sealer(key).seal(nonce, aad, bytes(75), 0, 75, sealed, 0);
        var opener = suite.opener(key);
        byte[] opened = new byte[75];
        for (byte[] part : new byte[][] {sealed, aad, nonce}) {
            for (int bit = 0; bit < 8 * part.length; bit++) {
                part[bit >> 3] ^= (byte) (1 << (bit & 7));
                assertThrows(ForgedRecord.class, () -> opener.open(nonce, aad, sealed, 0, sealed.length, opened, 0), "bit " + bit);
                part[bit >> 3] ^= (byte) (1 << (bit & 7));
            }
            assertEquals(75, opener.open(nonce, aad, sealed, 0, sealed.length, opened, 0));
        }
    }

    @ParameterizedTest
    @MethodSource("suites")
    void aShortenedRecordIsForged(Suite suite) throws Exception {
        byte[] sealed = new byte[40 + 16];
        suite.sealer(new byte[32]).seal(nonce(0), new byte[0], new byte[40], 0, 40, sealed, 0);
        var opener = suite.opener(new byte[32]);
        for (int length = 0; length < sealed.length; length++) {
            int shorter = length;
            assertThrows(ForgedRecord.class, () -> opener.open(nonce(0), new byte[0], sealed, 0, shorter, new byte[40], 0));
        }
    }

    @ParameterizedTest
    @MethodSource("suites")
    void aRecordOfAnotherKeyIsForged(Suite suite) {
        byte[] sealed = new byte[21];
        suite.sealer(bytes(32)).seal(nonce(0), new byte[0], new byte[5], 0, 5, sealed, 0);
        assertThrows(ForgedRecord.class, () -> suite.opener(bytes(32)).open(nonce(0), new byte[0], sealed, 0, 21, new byte[5], 0));
    }

    @ParameterizedTest
    @MethodSource("suites")
    void refusesTheNonceOfTheRecordBefore(Suite suite) {
        var sealer = suite.sealer(new byte[32]);
        sealer.seal(nonce(0), new byte[0], new byte[5], 0, 5, new byte[21], 0);
        assertThrows(IllegalStateException.class, () -> sealer.seal(nonce(0), new byte[0], new byte[5], 0, 5, new byte[21], 0));
        sealer.seal(nonce(1), new byte[0], new byte[5], 0, 5, new byte[21], 0);
    }

    @ParameterizedTest
    @MethodSource("suites")
    void refusesWrongLengths(Suite suite) {
        assertThrows(IllegalArgumentException.class, () -> suite.sealer(new byte[31]));
        assertThrows(IllegalArgumentException.class, () -> suite.opener(new byte[16]));
        var sealer = suite.sealer(new byte[32]);
        var opener = suite.opener(new byte[32]);
        assertThrows(IllegalArgumentException.class, () -> sealer.seal(new byte[11], new byte[0], new byte[5], 0, 5, new byte[21], 0));
        assertThrows(IllegalArgumentException.class, () -> opener.open(new byte[13], new byte[0], new byte[21], 0, 21, new byte[5], 0));
        assertThrows(IndexOutOfBoundsException.class, () -> sealer.seal(nonce(0), new byte[0], new byte[5], 0, 5, new byte[20], 0));
        assertThrows(IndexOutOfBoundsException.class, () -> sealer.seal(nonce(0), new byte[0], new byte[5], 1, 5, new byte[21], 0));
        assertThrows(IndexOutOfBoundsException.class, () -> opener.open(nonce(0), new byte[0], new byte[21], 0, 21, new byte[4], 0));
        assertThrows(IndexOutOfBoundsException.class, () -> opener.open(nonce(0), new byte[0], new byte[21], 1, 21, new byte[5], 0));
    }

    /// A loop seals and opens hundreds of thousands of records a second: what each allocates must stay far below its size.
    @ParameterizedTest
    @MethodSource("suites")
    void allocatesNextToNothingPerRecord(Suite suite) throws Exception {
        byte[] plain = new byte[RECORD_BYTES];
        byte[] sealed = new byte[RECORD_BYTES + 16];
        var sealer = suite.sealer(new byte[32]);
        var opener = suite.opener(new byte[32]);
        var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = 0;
        for (int n = 0; n < 300; n++) {
            if (n == 100) before = thread.getCurrentThreadAllocatedBytes();
            sealer.seal(nonce(n), new byte[4], plain, 0, RECORD_BYTES, sealed, 0);
            opener.open(nonce(n), new byte[4], sealed, 0, sealed.length, plain, 0);
        }
        long each = (thread.getCurrentThreadAllocatedBytes() - before) / 200;
        assertTrue(each < 8192, "one record sealed and opened allocates " + each + " bytes");
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] nonce(int counter) {
        byte[] nonce = new byte[12];
        nonce[10] = (byte) (counter >> 8);
        nonce[11] = (byte) counter;
        return nonce;
    }
}
