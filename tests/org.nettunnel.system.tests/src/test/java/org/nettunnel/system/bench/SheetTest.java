package org.nettunnel.system.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nettunnel.compression.deflate.DeflateCompression;
import org.nettunnel.crypto.jdk.AesGcmSuite;

class SheetTest {
    private final Figures figures = new Figures();
    private final Sheet sheet = new Sheet("suites", "first", List.of("first", "second", "absent"),
            List.of(new Sheet.Column("speed", "MiB/s", true), new Sheet.Column("size", "bytes", false)));

    @Test
    void holdsEveryRowAgainstTheFirstRoundByRound() {
        // the medians are 20 and 10; round by round the second was 0.9, 0.5 and 0.4 of the first
        for (double[] round : new double[][] {{10, 9}, {20, 10}, {30, 12}}) {
            figures.add("first", Map.of("speed", round[0], "size", 1234.0));
            figures.add("second", Map.of("speed", round[1], "size", 0.05));
        }
        assertEquals("""
                suites

                             MiB/s   ratio       bytes
                first         20.0    1.00        1234
                second        10.0   0.500      0.0500
                absent                               \s
                """, sheet.text(figures));
        assertEquals(List.of("first", "second"), sheet.summary(figures).stream().map(row -> row.get("row")).toList());
        assertEquals(0.5, sheet.summary(figures).getLast().get("speedRatio"));
    }

    @ParameterizedTest
    @EnumSource(Corpus.class)
    void corporaAreTheSameEachTimeAndCompressAsTheirNamesSay(Corpus corpus) throws Exception {
        byte[] bytes = corpus.bytes();
        assertEquals(Corpus.BYTES, bytes.length);
        assertArrayEquals(bytes, corpus.bytes());
        double ratio = SqueezeLoad.measure(new DeflateCompression(), bytes, Duration.ofNanos(1)).get("ratio");
        assertTrue(corpus == Corpus.COMPRESSED ? ratio < 1.05 : ratio > 2, corpus + " compresses to 1/" + ratio);
    }

    @Test
    void aSuiteIsMeasured() throws Exception {
        Map<String, Double> measured = SealLoad.measure(new AesGcmSuite(), Duration.ofNanos(1), Duration.ofNanos(1));
        assertTrue(measured.values().stream().allMatch(figure -> figure > 0 && Double.isFinite(figure)), measured.toString());
    }
}
