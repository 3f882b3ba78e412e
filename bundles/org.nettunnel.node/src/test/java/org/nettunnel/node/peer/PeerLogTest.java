package org.nettunnel.node.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.nettunnel.api.tunnel.TunnelId;

class PeerLogTest {
    private static final TunnelId OFFICE = TunnelId.random();
    private static final TunnelId CELLAR = TunnelId.random();
    private final List<String> lines = new ArrayList<>();
    private long now;
    private final PeerLog log = new PeerLog(new Kept(), () -> now);

    private final class Kept implements Logger {
        @Override
        public String getName() {
            return "kept";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, @Nullable String text, @Nullable Throwable thrown) {
            lines.add(level + " " + text);
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, @Nullable String format, @Nullable Object... values) {
            lines.add(level + " " + format);
        }
    }

    @Test
    void aPeerThatErrsWithoutEndSaysTenLinesAndThenOneASecondAndHidesNoOther() {
        for (int i = 0; i < 1_000; i++) log.say(Level.WARNING, OFFICE, "no");
        assertEquals(10, lines.size());
        log.say(Level.WARNING, CELLAR, "other");
        assertEquals("WARNING other", lines.getLast());
        now += 1_000_000_000L;
        for (int i = 0; i < 5; i++) log.say(Level.WARNING, OFFICE, "again");
        assertEquals(12, lines.size());
        assertEquals("WARNING again unsaid=990", lines.getLast());
        now += 60_000_000_000L;
        for (int i = 0; i < 50; i++) log.say(Level.INFO, OFFICE, "later");
        assertEquals("INFO later unsaid=4", lines.get(12));
        assertEquals(22, lines.size());
    }

    @Test
    void aLineIsNoLongerThanAnybodyReads() {
        log.say(Level.WARNING, OFFICE, "reason=\"" + "x".repeat(100_000));
        assertTrue(lines.getFirst().length() < 600, "a line of " + lines.getFirst().length());
    }
}
