package org.nettunnel.api.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long MILLI = 1_000_000;

    /// Bytes that one who never has enough moves in so many milliseconds.
    private static long moved(Pace pace, long from, long millis) {
        long bytes = 0;
        long now = from;
        while (now - from < millis * MILLI) {
            Pace.Place place = pace.reserve(1 << 20, now);
            if (place.due() - now > 0) now = place.due();
            bytes += place.bytes();
        }
        return bytes;
    }

    @Test
    void placesFollowEachOtherAsTheRateSays() {
        assertEquals(1_000_000, moved(new Pace(1_000_000), 5, 1_000), 30_000);
        assertEquals(3_000, moved(new Pace(3_000), Long.MAX_VALUE - 7, 1_000), 600);
        assertEquals(500_000_000, moved(new Pace(500_000_000), -3, 1_000), 500_000);
    }

    @Test
    void aPlaceIsShortSoThatManyGetTheirTurnSoon() {
        var pace = new Pace(100_000);
        assertEquals(2_000, pace.reserve(1 << 20, 0).bytes());
        assertEquals(100, pace.reserve(100, 0).bytes());
        assertEquals(21 * MILLI, pace.reserve(1, 0).due());
    }

    @Test
    void whatWasNotUsedIsForTheNext() {
        var pace = new Pace(100_000);
        Pace.Place place = pace.reserve(2_000, 0);
        pace.giveBack(place, 1_900);
        assertEquals(MILLI, pace.reserve(1, 0).due());
    }

    @Test
    void silenceIsNotSavedUp() {
        var pace = new Pace(1_000_000);
        pace.reserve(1, 0);
        long later = 60_000 * MILLI;
        assertEquals(1_250_000, moved(pace, later, 1_000), 30_000);
    }

    @Test
    void aNewRateHoldsAtOnceAndOldPlacesAreGone() {
        var pace = new Pace(10);
        pace.reserve(512, 0);
        Pace.Place late = pace.reserve(512, 0);
        assertTrue(late.due() > 50_000 * MILLI);
        pace.bytesPerSecond(1_000_000);
        assertFalse(pace.isGood(late));
        pace.giveBack(late, 512);
        assertEquals(7, pace.reserve(10, 7).due());
        assertEquals(10_007, pace.reserve(10, 7).due());
    }

    @Test
    void zeroStopsUntilItChanges() {
        var pace = new Pace(0);
        Pace.Place none = pace.reserve(100, 3);
        assertEquals(0, none.bytes());
        assertTrue(pace.isGood(none));
        pace.bytesPerSecond(100);
        assertFalse(pace.isGood(none));
        assertEquals(100, pace.reserve(100, 3).bytes());
        assertThrows(IllegalArgumentException.class, () -> pace.bytesPerSecond(-1));
    }
}
