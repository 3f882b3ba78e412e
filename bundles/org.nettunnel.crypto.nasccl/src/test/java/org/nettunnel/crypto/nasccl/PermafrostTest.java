package org.nettunnel.crypto.nasccl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;

class PermafrostTest {
    private final Permafrost cipher = new Permafrost();

    @Test
    void doesWhatTheOriginalDoes() throws Exception {
        JsonNode vectors = Vectors.read("permafrost.json").get("vectors");
        for (JsonNode vector : vectors) Vectors.check(vector, () -> cipher.keyStream(Vectors.bytes(vector, "key_hex")));
        assertEquals(307, vectors.size());
    }

    @Test
    void doesWhatTheOriginalDoesWithOtherSeedsAndCounts() throws Exception {
        JsonNode vectors = Vectors.read("permafrost.json").get("vectors_seed_and_count");
        for (JsonNode vector : vectors) {
            var start = StartTable.of(Vectors.bytes(vector, "seed_hex"), vector.get("schedule_count").asInt());
            Vectors.check(vector, () -> new PermafrostStream(Vectors.bytes(vector, "key_hex"), start));
        }
        assertEquals(24, vectors.size());
    }

    /// The check that the description of the cipher states.
    @Test
    void beginsAsDescribed() {
        byte[] bytes = new byte[16];
        cipher.keyStream(Published.rising(16)).xor(bytes, 0, 16);
        assertEquals("21bb1953ab301ad559cc743cd8c1bf3a", HexFormat.of().formatHex(bytes));
    }

    @Test
    void givesItsKnownAnswers() {
        assertEquals(3, cipher.knownAnswers().size());
        for (var answer : cipher.knownAnswers()) {
            byte[] bytes = answer.plain().clone();
            cipher.keyStream(answer.key()).xor(bytes, 0, bytes.length);
            assertArrayEquals(answer.sealed(), bytes, answer.source());
        }
    }

    @Test
    void aStreamGoesOnWhereItStopped() {
        byte[] whole = new byte[1000];
        cipher.keyStream(Published.pattern(32)).xor(whole, 0, 1000);
        byte[] pieces = new byte[1000];
        var stream = cipher.keyStream(Published.pattern(32));
        var random = new SplittableRandom(1);
        for (int at = 0; at < 1000;) {
            int length = Math.min(random.nextInt(70), 1000 - at);
            stream.xor(pieces, at, length);
            at += length;
        }
        assertArrayEquals(whole, pieces);
    }

    @Test
    void leavesTheCallersKeyAndTheOtherBytesAlone() {
        byte[] key = Published.pattern(32);
        byte[] bytes = new byte[300];
        cipher.keyStream(key).xor(bytes, 100, 100);
        assertArrayEquals(Published.pattern(32), key);
        assertTrue(Arrays.equals(new byte[100], 0, 100, bytes, 0, 100) && Arrays.equals(new byte[100], 0, 100, bytes, 200, 300));
        assertFalse(Arrays.equals(new byte[100], 0, 100, bytes, 100, 200));
    }

    /// The start table is shared: what one stream changes, another must not see.
    @Test
    void streamsDoNotDisturbEachOther() {
        byte[] first = new byte[500];
        cipher.keyStream(Published.rising(32)).xor(first, 0, 500);
        cipher.keyStream(Published.pattern(32)).xor(new byte[500], 0, 500);
        byte[] again = new byte[500];
        new Permafrost().keyStream(Published.rising(32)).xor(again, 0, 500);
        assertArrayEquals(first, again);
    }

    @Test
    void refusesKeysThatAreNone() {
        assertThrows(IllegalArgumentException.class, () -> cipher.keyStream(new byte[0]));
        assertThrows(IllegalArgumentException.class, () -> cipher.keyStream(new byte[513]));
        assertThrows(IllegalArgumentException.class, () -> StartTable.of(new byte[4], 0));
    }

    @Test
    void isMarkedLegacy() {
        assertTrue(cipher.isLegacy());
        assertEquals("NASCCL-2", cipher.name());
        assertEquals(32, cipher.keyBytes());
    }
}
