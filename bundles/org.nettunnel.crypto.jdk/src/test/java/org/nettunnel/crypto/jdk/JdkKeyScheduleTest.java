package org.nettunnel.crypto.jdk;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;

import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

import org.junit.jupiter.api.Test;

class JdkKeyScheduleTest {
    private static final HexFormat HEX = HexFormat.of();

    private final JdkKeySchedule schedule = new JdkKeySchedule();

    /// FIPS 180-4, example of SHA-384.
    @Test
    void hashesAsFips180Says() {
        assertEquals("cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
                HEX.formatHex(schedule.hash("abc".getBytes(US_ASCII))));
    }

    /// RFC 4231 §4.3.
    @Test
    void authenticatesAsRfc4231Says() {
        assertEquals("af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649",
                HEX.formatHex(schedule.hmac("Jefe".getBytes(US_ASCII), "what do ya want for nothing?".getBytes(US_ASCII))));
    }

    @Test
    void derivesWhatTheKdfOfTheJdkDerives() throws Exception {
        var hkdf = KDF.getInstance("HKDF-SHA384");
        for (int length : new int[] {1, 16, 44, 47, 48, 49, 96, 120, 500, 255 * 48}) {
            byte[] salt = schedule.hash(new byte[] {(byte) length});
            byte[] material = schedule.hash(salt);
            byte[] purpose = ("nettunnel/1 " + length).getBytes(US_ASCII);
            byte[] extracted = schedule.extract(salt, material);
            assertArrayEquals(hkdf.deriveData(HKDFParameterSpec.ofExtract().addSalt(salt).addIKM(material).extractOnly()), extracted);
            byte[] expected = hkdf.deriveData(HKDFParameterSpec.ofExtract().addSalt(salt).addIKM(material).thenExpand(purpose, length));
            assertArrayEquals(expected, schedule.expand(extracted, purpose, length));
        }
    }

    @Test
    void anEmptySaltIsZeros() {
        assertArrayEquals(schedule.extract(new byte[48], new byte[] {1}), schedule.extract(new byte[0], new byte[] {1}));
    }

    @Test
    void refusesToExpandASecretThatWasNeverSet() {
        assertThrows(IllegalArgumentException.class, () -> schedule.expand(new byte[0], new byte[] {1}, 48));
    }

    @Test
    void refusesLengthsThatHkdfCannotGive() {
        assertThrows(IllegalArgumentException.class, () -> schedule.expand(new byte[48], new byte[0], 255 * 48 + 1));
        assertThrows(IllegalArgumentException.class, () -> schedule.expand(new byte[48], new byte[0], -1));
        assertEquals(0, schedule.expand(new byte[48], new byte[0], 0).length);
    }
}
