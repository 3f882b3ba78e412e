package org.nettunnel.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;

import org.junit.jupiter.api.Test;

class LogFormatTest {
    private static LogRecord event(Level level, String message) {
        var event = new LogRecord(level, message);
        event.setInstant(Instant.parse("2026-11-22T15:04:05.678901Z"));
        event.setLoggerName("org.nettunnel.tunnel");
        return event;
    }

    @Test
    void anEventIsOneLine() {
        assertEquals("2026-11-22T15:04:05.678Z INFO    tunnel established tunnel=office" + System.lineSeparator(),
                new LogFormat(false).format(event(Level.INFO, "established tunnel=office")));
        assertTrue(new LogFormat(false).format(event(Level.FINER, "x")).contains(" TRACE   tunnel x"));
    }

    @Test
    void nobodyForgesALine() {
        String line = new LogFormat(false).format(event(Level.INFO, "name=a\r\n2026 ERROR\u001b[31m\u2028"));
        assertTrue(line.contains("name=a\\r\\n2026 ERROR\\u001b[31m\\u2028"), line);
        assertEquals(1, line.lines().count());
    }

    @Test
    void nobodyForgesAFact() {
        String line = new LogJson().format(event(Level.INFO, "done user=guest request=\"POST /endpoints/x\" user=root y=\""));
        assertTrue(line.contains("\"user\":\"guest\"") && !line.contains("\"user\":\"root\""), line);
    }

    @Test
    void aStackIsShownForErrorsAndWhileDebugging() {
        var warning = event(Level.WARNING, "lost");
        warning.setThrown(new IllegalStateException("cut\nhere"));
        assertEquals(1, new LogFormat(false).format(warning).lines().count());
        assertTrue(new LogFormat(false).format(warning).contains("lost reason=\"java.lang.IllegalStateException: cut\\nhere\""));
        assertTrue(new LogFormat(true).format(warning).lines().skip(1).allMatch(line -> line.startsWith("    ")));
        var error = event(Level.SEVERE, "broken");
        error.setThrown(new IllegalStateException("cut"));
        assertTrue(new LogFormat(false).format(error).lines().count() > 2);
    }
}
