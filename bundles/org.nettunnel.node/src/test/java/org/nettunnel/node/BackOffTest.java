package org.nettunnel.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

class BackOffTest {
    /// Starts just before the clock overflows, as System.nanoTime may.
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final BackOff backOff = new BackOff(5, nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void fiveTriesAMinuteThenTwiceAsLongUpToAQuarterOfAnHour() {
        for (int i = 0; i < 5; i++) assertEquals(Duration.ZERO, backOff.begin("a"));
        for (int minutes : new int[] {1, 2, 4, 8, 15, 15}) {
            assertEquals(Duration.ofMinutes(minutes), backOff.begin("a"));
            pass(Duration.ofMinutes(minutes));
            assertEquals(Duration.ZERO, backOff.begin("a"));
        }
    }

    @Test
    void aHydraGetsFewerThanThirtyGuessesInTenMinutes() {
        int checked = 0;
        for (int second = 0; second < 600; second++) {
            if (backOff.begin("hydra").isZero()) checked++;
            pass(Duration.ofSeconds(1));
        }
        assertTrue(checked < 30, checked + " guesses");
        assertEquals(Duration.ZERO, backOff.begin("somebody else"));
    }

    @Test
    void fewTriesAreForgottenAfterAMinute() {
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < 4; i++) assertEquals(Duration.ZERO, backOff.begin("a"));
            pass(Duration.ofMinutes(1));
        }
    }

    @Test
    void goodTriesDoNotCount() {
        for (int i = 0; i < 100; i++) {
            assertEquals(Duration.ZERO, backOff.begin("a"));
            backOff.good("a");
        }
        assertEquals(0, backOff.keys());
    }

    @Test
    void whoWaitsTheLongestTimeBeginsAnew() {
        for (int i = 0; i < 5; i++) backOff.begin("a");
        pass(Duration.ofMinutes(16));
        for (int i = 0; i < 5; i++) assertEquals(Duration.ZERO, backOff.begin("a"));
        assertEquals(Duration.ofMinutes(1), backOff.begin("a"));
    }

    @Test
    void theTableIsBounded() {
        for (int i = 0; i < 50_000; i++) backOff.begin("address " + i);
        assertEquals(10_000, backOff.keys());
    }

    @Test
    void anIpv6SubscriberIsOneAddress() {
        assertEquals(AddressGroup.of("2001:db8::1"), AddressGroup.of("2001:db8::ffff:1"));
        assertTrue(!AddressGroup.of("2001:db8::1").equals(AddressGroup.of("2001:db8:0:1::1")));
        assertEquals("10.0.0.7", AddressGroup.of("10.0.0.7"));
        assertEquals("10.0.0.7", AddressGroup.of("::ffff:10.0.0.7"));
        assertEquals("10.0/16", AddressGroup.network("::ffff:10.0.0.7"));
        assertEquals("20010db8/32", AddressGroup.network("2001:db8:1:2:3::4"));
        assertEquals("local", AddressGroup.of("local"));
    }
}
