package org.nettunnel.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

class FailureLogTest {
    private long now;
    private final List<String> lines = new ArrayList<>();
    private final FailureLog failures = new FailureLog(() -> now, (_, line) -> lines.add(line));

    @Test
    void saysTenASecondAndCountsTheOthers() {
        for (int i = 0; i < 1_000; i++) failures.say(Level.WARNING, "no");
        assertEquals(10, lines.size());
        now += TimeUnit.SECONDS.toNanos(1);
        failures.say(Level.WARNING, "still no");
        failures.say(Level.WARNING, "and no");
        assertEquals(List.of("still no (and 990 more before it)", "and no"), lines.subList(10, 12));
    }
}
