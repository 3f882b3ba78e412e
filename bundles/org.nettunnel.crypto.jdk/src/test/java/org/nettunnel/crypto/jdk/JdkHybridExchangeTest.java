package org.nettunnel.crypto.jdk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdkHybridExchangeTest {
    private static final HexFormat HEX = HexFormat.of();

    private final JdkHybridExchange exchange = new JdkHybridExchange();

    @Test
    void bothEndsAgree() throws Exception {
        var offer = exchange.offer();
        assertEquals(32, offer.x25519().length);
        assertEquals(1184, offer.encapsulationKey().length);
        var answer = exchange.answer(offer.x25519(), offer.encapsulationKey());
        assertEquals(32, answer.x25519().length);
        assertEquals(1088, answer.ciphertext().length);
        assertEquals(64, answer.secret().length);
        assertArrayEquals(answer.secret(), offer.secret(answer.x25519(), answer.ciphertext()));
    }

    @Test
    void everyOfferAndAnswerIsFresh() throws Exception {
        var offer = exchange.offer();
        var other = exchange.offer();
        assertFalse(Arrays.equals(offer.x25519(), other.x25519()));
        assertFalse(Arrays.equals(offer.encapsulationKey(), other.encapsulationKey()));
        var answer = exchange.answer(offer.x25519(), offer.encapsulationKey());
        var again = exchange.answer(offer.x25519(), offer.encapsulationKey());
        assertFalse(Arrays.equals(answer.x25519(), again.x25519()));
        assertFalse(Arrays.equals(answer.ciphertext(), again.ciphertext()));
        assertFalse(Arrays.equals(answer.secret(), again.secret()));
    }

    @Test
    void aChangedCiphertextGivesAnotherMlKemSecretAndNoError() throws Exception {
        var offer = exchange.offer();
        var answer = exchange.answer(offer.x25519(), offer.encapsulationKey());
        byte[] changed = answer.ciphertext().clone();
        changed[500] ^= 1;
        byte[] secret = offer.secret(answer.x25519(), changed);
        assertFalse(Arrays.equals(answer.secret(), 0, 32, secret, 0, 32));
        assertTrue(Arrays.equals(answer.secret(), 32, 64, secret, 32, 64), "X25519's half comes last and is not touched");
    }

    /// RFC 7748 §5.2, first vector.
    @Test
    void agreesWithRfc7748() throws Exception {
        var scalar = new XECPrivateKeySpec(NamedParameterSpec.X25519, HEX.parseHex("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4"));
        var own = KeyFactory.getInstance("X25519").generatePrivate(scalar);
        assertEquals("c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552",
                HEX.formatHex(X25519.secret(own, HEX.parseHex("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000080"})
    void refusesPointsOfSmallOrder(String point) throws Exception {
        var offer = exchange.offer();
        var answer = exchange.answer(offer.x25519(), offer.encapsulationKey());
        assertThrows(InvalidKeyException.class, () -> exchange.answer(HEX.parseHex(point), offer.encapsulationKey()));
        assertThrows(InvalidKeyException.class, () -> offer.secret(HEX.parseHex(point), answer.ciphertext()));
    }

    @Test
    void refusesWrongLengths() throws Exception {
        var offer = exchange.offer();
        var answer = exchange.answer(offer.x25519(), offer.encapsulationKey());
        for (int length : new int[] {0, 31, 33}) {
            assertThrows(InvalidKeyException.class, () -> exchange.answer(new byte[length], offer.encapsulationKey()));
            assertThrows(InvalidKeyException.class, () -> offer.secret(new byte[length], answer.ciphertext()));
        }
        for (int length : new int[] {0, 1183, 1185, 1088})
            assertThrows(InvalidKeyException.class, () -> exchange.answer(offer.x25519(), new byte[length]));
        for (int length : new int[] {0, 1087, 1089, 1184})
            assertThrows(InvalidKeyException.class, () -> offer.secret(answer.x25519(), new byte[length]));
    }

    /// FIPS 203 §7.2: each of the 768 coefficients, 12 bits each, must be below 3,329.
    @Test
    void refusesAnEncapsulationKeyWithACoefficientPastTheModulus() throws Exception {
        var offer = exchange.offer();
        for (int coefficient = 0; coefficient < 768; coefficient += 59) {
            byte[] largest = offer.encapsulationKey();
            put(largest, coefficient, 3328);
            exchange.answer(offer.x25519(), largest);
            for (int value : new int[] {3329, 4095}) {
                byte[] past = offer.encapsulationKey();
                put(past, coefficient, value);
                assertThrows(InvalidKeyException.class, () -> exchange.answer(offer.x25519(), past), "coefficient " + coefficient);
            }
        }
    }

    private static void put(byte[] key, int coefficient, int value) {
        int at = coefficient * 3 / 2;
        if (coefficient % 2 == 0) {
            key[at] = (byte) value;
            key[at + 1] = (byte) (key[at + 1] & 0xf0 | value >> 8);
        } else {
            key[at] = (byte) (key[at] & 0x0f | value << 4);
            key[at + 1] = (byte) (value >> 4);
        }
    }

    @Test
    void printsNoSecret() throws Exception {
        var offer = exchange.offer();
        assertEquals("Answered[***]", exchange.answer(offer.x25519(), offer.encapsulationKey()).toString());
    }
}
