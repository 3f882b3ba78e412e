package org.nettunnel.cli.run;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.nettunnel.client.RecordJson;

/// One line of JSON for each event, for programs that gather logs: `ts`, `level`, `logger`, `event` (the words), and each fact by its own name.
///
/// `{"ts":"2026-11-22T15:04:05.678Z","level":"info","logger":"org.nettunnel.tunnel","event":"established","facts":{"tunnel":"office"}}`
///
/// **Threads:** any.
final class LogJson extends Formatter {
    private static final Pattern FACT = Pattern.compile("(?:^|\\s)([A-Za-z][A-Za-z0-9]{0,30})=(?:\"((?:[^\"])*)\"|(\\S*))");

    /// A line.
    ///
    /// @param stack empty where nothing was thrown
    record Line(String ts, String level, String logger, String event, Map<String, String> facts, String text, String stack) {}

    @Override
    @SuppressWarnings("null") // the JDK does not say that it hands in an event
    public String format(LogRecord event) {
        String text = formatMessage(event);
        Map<String, String> facts = new LinkedHashMap<>();
        Matcher fact = FACT.matcher(text);
        int words = text.length();
        while (fact.find()) {
            words = Math.min(words, fact.start());
            // the first of a name: what follows may be the text of a stranger
            facts.putIfAbsent(fact.group(1), fact.group(2) != null ? fact.group(2) : fact.group(3));
        }
        Throwable thrown = event.getThrown();
        var stack = new StringWriter();
        if (thrown != null) thrown.printStackTrace(new PrintWriter(stack, true));
        return RecordJson.write(new Line(event.getInstant().toString(), word(event.getLevel()), String.valueOf(event.getLoggerName()),
                text.substring(0, words).strip(), facts, text, stack.toString())) + System.lineSeparator();
    }

    private static String word(Level level) {
        int value = level.intValue();
        if (value >= Level.SEVERE.intValue()) return "error";
        if (value >= Level.WARNING.intValue()) return "warning";
        if (value >= Level.INFO.intValue()) return "info";
        return value >= Level.FINE.intValue() ? "debug" : "trace";
    }
}
