package org.nettunnel.crypto.bouncycastle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.nettunnel.api.crypto.PassphraseKeys.Cost;

class BouncyPassphraseKeysTest {
    private static final Cost LEAST = new Cost(19 << 10, 2, 1);
    private static final byte[] SALT = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    @Test
    void theSameWordsGiveTheSameKeyAndNoOthersDo() {
        var keys = new BouncyPassphraseKeys();
        var key = keys.derive("correct horse".toCharArray(), SALT, LEAST);
        assertEquals(32, key.length());
        assertEquals(key, keys.derive("correct horse".toCharArray(), SALT, LEAST));
        assertNotEquals(key, keys.derive("correct horsf".toCharArray(), SALT, LEAST));
        assertNotEquals(key, keys.derive("correct horse".toCharArray(), SALT, new Cost(19 << 10, 3, 1)));
    }

    @Test
    void aFileCannotAskForAllMemory() {
        for (int[] cost : new int[][] {{1 << 20, 2, 1}, {8, 2, 1}, {19 << 10, 11, 1}, {19 << 10, 1, 1}, {19 << 10, 2, 5}, {19 << 10, 2, 0}})
            assertThrows(IllegalArgumentException.class, () -> new Cost(cost[0], cost[1], cost[2]));
        assertThrows(IllegalArgumentException.class, () -> new BouncyPassphraseKeys().derive(new char[] {'x'}, new byte[8], LEAST));
    }
}
