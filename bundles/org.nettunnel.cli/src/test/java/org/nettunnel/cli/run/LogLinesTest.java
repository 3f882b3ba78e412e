package org.nettunnel.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.LogRecord;

import org.junit.jupiter.api.Test;

/// Lines for programs, and lines that come too often.
class LogLinesTest {
    private static LogRecord event(Level level, String text) {
        var event = new LogRecord(level, text);
        event.setLoggerName("org.nettunnel.tunnel");
        return event;
    }

    @Test
    void aLineOfJsonHasTheWordsAndTheFactsAndStaysOneLine() {
        String line = new LogJson().format(event(Level.INFO, "link lost tunnel=\"to\nouter\" lane=2"));
        assertTrue(line.contains("\"event\":\"link lost\""), line);
        assertTrue(line.contains("\"tunnel\":\"to\\nouter\"") && line.contains("\"lane\":\"2\""), line);
        assertEquals(1, line.strip().lines().count());
    }

    @Test
    void whatIsSaidOfManyEndpointsIsNoRepetition() {
        var repeats = new Repeats(() -> 0);
        for (int i = 0; i < 50; i++) assertTrue(repeats.isLoggable(event(Level.INFO, "listening endpoint=\"web " + i + "\" bind=127.0.0.1")));
        for (int i = 0; i < 20; i++) assertEquals(i < Repeats.MOST, repeats.isLoggable(event(Level.INFO, "lost tunnel=\"office\" session=" + i)));
    }

    @Test
    void ofTheSameWordsTenPassInASecondAndTheNextSaysHowManyDidNot() {
        var now = new AtomicLong();
        var repeats = new Repeats(now::get);
        for (int i = 0; i < Repeats.MOST; i++) assertTrue(repeats.isLoggable(event(Level.WARNING, "handshake failed from=10.0.0." + i)));
        for (int i = 0; i < 7; i++) assertFalse(repeats.isLoggable(event(Level.WARNING, "handshake failed from=10.0.1." + i)));
        assertTrue(repeats.isLoggable(event(Level.WARNING, "something else from=10.0.0.1")));
        assertTrue(repeats.isLoggable(event(Level.FINE, "handshake failed from=10.0.0.1")));
        now.addAndGet(1_000_000_000);
        var next = event(Level.WARNING, "handshake failed from=10.0.0.1");
        assertTrue(repeats.isLoggable(next));
        assertEquals("handshake failed from=10.0.0.1 leftOut=7", next.getMessage());
    }
}
