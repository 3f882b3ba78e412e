package org.nettunnel.api.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {
    /// SHA-256 of no bytes (FIPS 180-4 examples).
    private static final String OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @Test
    void isSha256InGroupsOfFour() {
        var fingerprint = Fingerprint.of(new byte[0]);
        assertEquals("e3b0:c442:98fc:1c14:9afb:f4c8:996f:b924:27ae:41e4:649b:934c:a495:991b:7852:b855", fingerprint.text());
        assertArrayEquals(HexFormat.of().parseHex(OF_NOTHING), fingerprint.bytes());
    }

    @Test
    void isTheSameHoweverItIsWritten() {
        assertEquals(Fingerprint.of(new byte[0]), new Fingerprint(OF_NOTHING.toUpperCase(Locale.ROOT)));
        assertEquals(Fingerprint.of(new byte[0]), new Fingerprint(OF_NOTHING.replaceAll("(..)(?!$)", "$1:")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "e3b0", "zz", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85"})
    void refusesWhatIsTooShortOrNoHex(String text) {
        assertThrows(IllegalArgumentException.class, () -> new Fingerprint(text));
    }
}
