package org.nettunnel.api.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.nettunnel.api.tunnel.TunnelConfig.Outage;

/// What streams may be asked to wait.
class OutageTest {
    @Test
    void streamsUsuallyWaitTwoMinutes() {
        assertEquals(Duration.ofSeconds(120), Outage.USUAL.grace());
    }

    @Test
    void aShortGraceShortensThePatienceOfNewConnections() {
        assertEquals(new Outage(Duration.ofSeconds(5), Duration.ofSeconds(5)), Outage.within(Duration.ofSeconds(5)));
        assertEquals(Outage.USUAL.patience(), Outage.within(Duration.ofHours(1)).patience());
    }

    @Test
    void zeroIsAllowed() {
        assertEquals(Duration.ZERO, Outage.within(Duration.ZERO).patience());
    }

    @Test
    void whatIsOutOfRangeIsNamed() {
        assertSays("-1 s", Duration.ofSeconds(-1), Duration.ZERO);
        assertSays("86401 s", Duration.ofDays(1).plusSeconds(1), Duration.ZERO);
        assertSays("-2 s", Duration.ofSeconds(9), Duration.ofSeconds(-2));
        assertSays("10 s", Duration.ofSeconds(9), Duration.ofSeconds(10));
    }

    private static void assertSays(String value, Duration grace, Duration patience) {
        String said = String.valueOf(assertThrows(IllegalArgumentException.class, () -> new Outage(grace, patience)).getMessage());
        assertTrue(said.contains(value), said);
    }
}
