package org.nettunnel.api.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class SecretTest {
    @Test
    void isNeverPrinted() {
        assertEquals("***", Secret.of(new byte[] {1, 2, 3}).toString());
    }

    @Test
    void keepsItsOwnCopy() {
        byte[] given = {1, 2, 3};
        var secret = Secret.of(given);
        given[0] = 9;
        secret.bytes()[1] = 9;
        assertArrayEquals(new byte[] {1, 2, 3}, secret.bytes());
    }

    @Test
    void isEqualByItsBytes() {
        assertEquals(Secret.of(new byte[] {1}), Secret.of(new byte[] {1}));
        assertNotEquals(Secret.of(new byte[] {1}), Secret.of(new byte[] {2}));
        assertNotEquals(Secret.of(new byte[] {1}), Secret.of(new byte[] {1, 0}));
    }
}
