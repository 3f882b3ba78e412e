package org.nettunnel.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;

import org.junit.jupiter.api.Test;

class RedialTest {
    private final Redial redial = Redial.standard();

    @Test
    void aLinkThatStoodIsDialledAgainAtOnce() {
        assertEquals(Duration.ZERO, redial.again(0, true));
        assertEquals(Duration.ZERO, redial.again(0, false));
    }

    @Test
    void theDelayDoublesToFiveSecondsWhileStreamsWaitAndToAMinuteElse() {
        for (int i = 0; i < 50; i++) {
            assertBetween(250, 500, redial.again(1, true));
            assertBetween(500, 1_000, redial.again(2, true));
            assertBetween(2_500, 5_000, redial.again(9, true));
            assertBetween(2_500, 5_000, redial.again(1_000, true));
            assertBetween(30_000, 60_000, redial.again(9, false));
        }
    }

    private static void assertBetween(long least, long most, Duration delay) {
        assertTrue(delay.toMillis() >= least && delay.toMillis() <= most, delay.toString());
    }

    @Test
    void halfOfItIsChance() {
        assertTrue(java.util.stream.IntStream.range(0, 100).mapToObj(_ -> redial.again(9, true)).distinct().count() > 10);
    }
}
