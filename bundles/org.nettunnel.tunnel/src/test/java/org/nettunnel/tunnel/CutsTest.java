package org.nettunnel.tunnel;

import java.util.Random;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nettunnel.tunnel.CutPair.Way;
import org.nettunnel.tunnel.fixtures.Storm;

/// A glance at what `./dev prove cuts` does at length: the wire is cut, and no stream notices.
@Timeout(120)
class CutsTest {
    @ParameterizedTest
    @CsvSource({"PIPE, 1", "TCP, 2"})
    void streamsComeThroughAWholeWireAsTheyAre(Way way, int lanes) throws Exception {
        Storm calm = Storm.any(1, false);
        calm.ends();
        CutPair pair = new CutPair(way, lanes, calm);
        try (pair) {
            pair.talkWhile(() -> pair.talks.history.streams() < 300, new Random(7));
            pair.settle();
        }
        pair.assertNoSocketIsLeft();
    }

    @ParameterizedTest
    @CsvSource({"PIPE, 1", "TCP, 2"})
    void streamsComeThroughAWireThatIsCutAtRandom(Way way, int lanes) throws Exception {
        Storm storm = Storm.any(11, way == Way.TCP);
        CutPair pair = new CutPair(way, lanes, storm);
        try (pair) {
            pair.talkWhile(() -> pair.cuts() < 20, new Random(7));
            storm.ends();
            pair.settle();
        }
        pair.assertNoSocketIsLeft();
    }
}
