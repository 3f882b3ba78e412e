package org.nettunnel.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HistoryCommandTest {
    @Test
    void aRoundTripIsRounded() {
        assertEquals("0.4 ms", HistoryCommand.millis(0.412_345_678));
        assertEquals("12.0 ms", HistoryCommand.millis(12.0));
        assertEquals("", HistoryCommand.millis(null));
    }
}
