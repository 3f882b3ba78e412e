package org.nettunnel.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.OptionalDouble;

import org.junit.jupiter.api.Test;

class HistoryCommandTest {
    @Test
    void aRoundTripIsRounded() {
        assertEquals("0.4 ms", HistoryCommand.millis(OptionalDouble.of(0.412_345_678)));
        assertEquals("12.0 ms", HistoryCommand.millis(OptionalDouble.of(12.0)));
        assertEquals("", HistoryCommand.millis(OptionalDouble.empty()));
    }

    @Test
    void aRowTellsOfAllItsSteps() {
        assertEquals(OptionalDouble.of(200), HistoryCommand.mean(Arrays.asList(null, 0L, 600L, 0L)));
        assertEquals(OptionalDouble.empty(), HistoryCommand.mean(Arrays.asList(null, null)));
        assertEquals("7", HistoryCommand.most(Arrays.asList(null, 7L, 2L)));
        assertEquals("", HistoryCommand.most(Arrays.asList((Long) null)));
    }
}
