package org.nettunnel.crypto.jdk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nettunnel.api.crypto.Secret;

class JdkSignaturesTest {
    private static final HexFormat HEX = HexFormat.of();

    private final JdkSignatures signatures = new JdkSignatures();

    /// RFC 8032 §7.1, tests 1 to 3: seed, public key, message, signature.
    @ParameterizedTest
    @CsvSource({
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60, d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a, '',"
                + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb, 3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c, 72,"
                + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7, fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025, af82,"
                + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"})
    void restoresKeysAndSignsAsRfc8032Says(String seed, String publicKey, String message, String signature) {
        var key = signatures.restore(Secret.of(HEX.parseHex(seed)));
        assertEquals(publicKey, HEX.formatHex(key.publicKey()));
        assertEquals(seed, HEX.formatHex(key.seed().bytes()));
        assertEquals(signature, HEX.formatHex(key.sign(HEX.parseHex(message))));
        assertTrue(signatures.verifies(key.publicKey(), HEX.parseHex(message), HEX.parseHex(signature)));
    }

    @Test
    void aRestoredIdentityIsTheSame() {
        for (int n = 0; n < 20; n++) {
            var made = signatures.generate();
            var restored = signatures.restore(made.seed());
            assertArrayEquals(made.publicKey(), restored.publicKey());
            assertArrayEquals(made.sign(new byte[] {1}), restored.sign(new byte[] {1}));
        }
    }

    @Test
    void everyIdentityIsFresh() {
        assertNotEquals(signatures.generate().seed(), signatures.generate().seed());
    }

    @Test
    void everyChangedBitIsNoticed() {
        var key = signatures.generate();
        byte[] publicKey = key.publicKey();
        byte[] message = "nettunnel/1 initiator".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] signature = key.sign(message);
        for (byte[] part : new byte[][] {publicKey, message, signature}) {
            for (int bit = 0; bit < 8 * part.length; bit++) {
                part[bit >> 3] ^= (byte) (1 << (bit & 7));
                assertFalse(signatures.verifies(publicKey, message, signature), "bit " + bit);
                part[bit >> 3] ^= (byte) (1 << (bit & 7));
            }
        }
        assertTrue(signatures.verifies(publicKey, message, signature));
    }

    @Test
    void bytesThatAreNoKeyOrSignatureVerifyNothing() {
        var key = signatures.generate();
        byte[] signature = key.sign(new byte[0]);
        assertFalse(signatures.verifies(new byte[31], new byte[0], signature));
        assertFalse(signatures.verifies(new byte[0], new byte[0], signature));
        assertFalse(signatures.verifies(key.publicKey(), new byte[0], new byte[0]));
        assertFalse(signatures.verifies(key.publicKey(), new byte[0], Arrays.copyOf(signature, 63)));
        assertFalse(signatures.verifies(key.publicKey(), new byte[0], Arrays.copyOf(signature, 65)));
        byte[] noPoint = new byte[32];
        noPoint[0] = 2;
        assertFalse(signatures.verifies(noPoint, new byte[0], signature));
    }

    /// All encodings, canonical or not, of the eight points of small order. R = identity and S = 0 is a signature
    /// of every message under the identity, and of each eighth message or more under the others.
    @ParameterizedTest
    @ValueSource(strings = {
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"})
    void nobodyCanSignForAKeyOfSmallOrder(String publicKey) {
        byte[] signature = new byte[64];
        signature[0] = 1;
        for (int message = 0; message < 64; message++)
            assertFalse(signatures.verifies(HEX.parseHex(publicKey), new byte[] {(byte) message}, signature), "message " + message);
    }

    @Test
    void refusesASeedOfAnotherLength() {
        assertThrows(IllegalArgumentException.class, () -> signatures.restore(Secret.of(new byte[31])));
        assertThrows(IllegalArgumentException.class, () -> signatures.restore(Secret.of(new byte[64])));
    }

    @Test
    void printsNoSecret() {
        var key = signatures.generate();
        assertFalse(key.toString().contains(HEX.formatHex(key.seed().bytes())));
        assertEquals("***", key.seed().toString());
    }
}
