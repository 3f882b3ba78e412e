package org.nettunnel.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of a release that is tried.
class ReleaseTrialTest {
    @TempDir
    Path releases;

    private ReleaseTrial trial(Duration longest) throws IOException {
        Files.writeString(releases.resolve("trying.4711"), "0.2.0\n");
        return new ReleaseTrial(releases.resolve("trying.4711"), longest);
    }

    private String pointer(String name) throws IOException {
        return Files.exists(releases.resolve(name)) ? Files.readString(releases.resolve(name)).strip() : "";
    }

    @Test
    void isTheCurrentOneWhenTheNodeAnswers() throws Exception {
        var looks = new AtomicInteger();
        assertTrue(trial(Duration.ofMinutes(1)).watch(() -> looks.incrementAndGet() == 3));
        assertEquals("0.2.0", pointer("current"));
        assertEquals("base", pointer("previous"), "there was none before what was unpacked");
        assertEquals("", pointer("trying.4711"));
    }

    @Test
    void whatWasCurrentIsWhatOneMayGoBackTo() throws Exception {
        Files.writeString(releases.resolve("current"), "0.1.5\n");
        assertTrue(trial(Duration.ofMinutes(1)).watch(() -> true));
        assertEquals("0.2.0", pointer("current"));
        assertEquals("0.1.5", pointer("previous"));
    }

    @Test
    void staysOpenWhenTheNodeDoesNotAnswerInTime() throws Exception {
        assertFalse(trial(Duration.ofMillis(300)).watch(() -> false));
        assertEquals("0.2.0", pointer("trying.4711"), "the next start takes it for failed");
        assertEquals("", pointer("current"));
    }
}
