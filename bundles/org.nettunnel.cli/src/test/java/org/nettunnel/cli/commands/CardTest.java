package org.nettunnel.cli.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CardTest {
    @Test
    void timesAreInTheLargestUnitThatFits() {
        assertEquals("1 d", TunnelCard.time(86_400));
        assertEquals("2 h", TunnelCard.time(7_200));
        assertEquals("90 min", TunnelCard.time(5_400));
        assertEquals("2 min", TunnelCard.time(120));
        assertEquals("90 s", TunnelCard.time(90));
    }

    @Test
    void anyPortIsNoPort() {
        assertEquals("127.0.0.1, any free port", Listings.address("127.0.0.1", 0));
        assertEquals("*:8080", Listings.address("0.0.0.0", 8080));
        assertEquals("[::1]:8080", Listings.address("::1", 8080));
    }
}
