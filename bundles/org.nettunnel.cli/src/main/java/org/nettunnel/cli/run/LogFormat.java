package org.nettunnel.cli.run;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

import org.jspecify.annotations.Nullable;

/// One line for each event: time, level, bundle, words, facts.
///
/// `2026-11-22T15:04:05.678Z INFO    tunnel established tunnel="office" peer="inner" suite=AES-256-GCM`
///
/// Control characters are escaped, so that nobody forges a line; a stack is shown for errors and while debugging, indented.
/// **Threads:** any.
final class LogFormat extends Formatter {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final String OURS = "org.nettunnel.";
    private final boolean debugging;

    LogFormat(boolean debugging) {
        this.debugging = debugging;
    }

    @Override
    @SuppressWarnings("null") // the JDK does not say that it hands in an event
    public String format(LogRecord event) {
        var line = new StringBuilder(160);
        TIME.formatTo(Instant.ofEpochMilli(event.getMillis()), line);
        line.append(' ').append(word(event.getLevel())).append(' ').append(shortName(event.getLoggerName())).append(' ');
        escape(formatMessage(event), line);
        Throwable thrown = event.getThrown();
        boolean stack = debugging || event.getLevel().intValue() >= Level.SEVERE.intValue();
        if (thrown != null && !stack) {
            line.append(" reason=\"");
            escape(thrown.toString(), line);
            line.append('"');
        }
        line.append(System.lineSeparator());
        if (thrown != null && stack) appendStack(thrown, line);
        return line.toString();
    }

    private static void appendStack(Throwable thrown, StringBuilder line) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        text.toString().lines().forEach(each -> {
            line.append("    ");
            escape(each.replace("\t", "  "), line);
            line.append(System.lineSeparator());
        });
    }

    /// The words of System.Logger, as wide as the widest.
    private static String word(Level level) {
        int value = level.intValue();
        if (value >= Level.SEVERE.intValue()) return "ERROR  ";
        if (value >= Level.WARNING.intValue()) return "WARNING";
        if (value >= Level.INFO.intValue()) return "INFO   ";
        return value >= Level.FINE.intValue() ? "DEBUG  " : "TRACE  ";
    }

    private static String shortName(@Nullable String logger) {
        if (logger == null || logger.isEmpty()) return "-";
        return logger.startsWith(OURS) ? logger.substring(OURS.length()) : logger.substring(logger.lastIndexOf('.') + 1);
    }

    private static void escape(String text, StringBuilder line) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\r' -> line.append("\\r");
                case '\n' -> line.append("\\n");
                case '\u2028', '\u2029' -> line.append(String.format("\\u%04x", (int) c));
                default -> {
                    if (Character.isISOControl(c)) line.append(String.format("\\u%04x", (int) c));
                    else line.append(c);
                }
            }
        }
    }
}
