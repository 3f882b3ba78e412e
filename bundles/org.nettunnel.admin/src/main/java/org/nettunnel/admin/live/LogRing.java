package org.nettunnel.admin.live;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.live.LogLine;

/// The newest lines of the node's log.
///
/// **Threads:** any; a line costs its words and a short lock.
final class LogRing extends Handler {
    static final int MOST = 2000;
    private static final int LONGEST = 4000;
    /// From the worst.
    static final List<String> LEVELS = List.of("error", "warning", "info", "debug", "trace");
    private final Formatter words = new SimpleFormatter();
    /// Guarded by this, as is the next.
    private final @Nullable LogLine[] lines = new LogLine[MOST];
    private long written;

    /// Lines from `from` on, and where to go on.
    ///
    /// @param isWhole whether none is missing between
    record Since(List<LogLine> lines, long next, boolean isWhole) {}

    @Override
    @SuppressWarnings("null") // the JDK does not say that it hands in an event
    public void publish(LogRecord event) {
        if (!isLoggable(event)) return;
        String text = words.formatMessage(event);
        Throwable thrown = event.getThrown();
        if (thrown != null) text += " reason=\"" + thrown + "\"";
        if (text.length() > LONGEST) text = text.substring(0, LONGEST) + "…";
        add(new LogLine(event.getInstant(), LEVELS.get(level(event.getLevel())), String.valueOf(event.getLoggerName()), printable(text)));
    }

    private synchronized void add(LogLine line) {
        lines[(int) (written++ % MOST)] = line;
    }

    synchronized Since since(long from) {
        long first = Math.max(from, Math.max(0, written - MOST));
        List<LogLine> found = new ArrayList<>();
        for (long at = first; at < written; at++) {
            LogLine line = lines[(int) (at % MOST)];
            if (line != null) found.add(line);
        }
        return new Since(found, written, first == from);
    }

    synchronized long next() {
        return written;
    }

    /// The newest, oldest first.
    ///
    /// @param worst index in [#LEVELS] up to which
    List<LogLine> newest(int worst, int most) {
        List<LogLine> fit = since(0).lines.stream().filter(line -> LEVELS.indexOf(line.level()) <= worst).toList();
        return fit.subList(Math.max(0, fit.size() - most), fit.size());
    }

    private static int level(Level level) {
        int value = level.intValue();
        if (value >= Level.SEVERE.intValue()) return 0;
        if (value >= Level.WARNING.intValue()) return 1;
        if (value >= Level.INFO.intValue()) return 2;
        return value >= Level.FINE.intValue() ? 3 : 4;
    }

    /// One line, whatever somebody put into it.
    private static String printable(String text) {
        if (text.chars().noneMatch(c -> Character.isISOControl(c) || c == '\u2028' || c == '\u2029')) return text;
        var line = new StringBuilder();
        for (char c : text.toCharArray()) {
            if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') line.append(c == '\n' ? "\\n" : c == '\r' ? "\\r" : String.format("\\u%04x", (int) c));
            else line.append(c);
        }
        return line.toString();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
