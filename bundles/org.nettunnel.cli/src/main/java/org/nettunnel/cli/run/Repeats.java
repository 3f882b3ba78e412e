package org.nettunnel.cli.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

import org.jspecify.annotations.Nullable;

/// Keeps one kind of event from filling the log: of lines that begin with the same words it lets ten through in a second, and says in the next how many
/// it left out.
///
/// Only lines of INFO and worse are counted: who wants to see more wants to see all of it.
/// **Threads:** any.
final class Repeats implements Filter {
    static final int MOST = 10;
    private static final long SECOND = 1_000_000_000;
    private static final int MOST_KINDS = 1000;
    private final LongSupplier nanoTime;
    /// Of the kinds that were seen last; guarded by this.
    private final Map<String, Seen> kinds = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.@Nullable Entry<String, Seen> eldest) {
            return size() > MOST_KINDS;
        }
    };

    private static final class Seen {
        long since;
        int count;
    }

    Repeats(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    @SuppressWarnings("null") // the JDK does not say that it hands in an event
    public boolean isLoggable(LogRecord event) {
        String message = event.getMessage();
        if (message == null || event.getLevel().intValue() < Level.INFO.intValue()) return true;
        int left = leftOut(event.getLoggerName() + " " + words(message), nanoTime.getAsLong());
        // another handler may have said so already
        if (left > 0 && !message.contains(" leftOut=")) event.setMessage(message + " leftOut=" + left);
        return left >= 0;
    }

    /// -1 where this one is left out, else how many were before it.
    private synchronized int leftOut(String kind, long now) {
        Seen seen = kinds.computeIfAbsent(kind, _ -> new Seen());
        if (seen.count > 0 && now - seen.since < SECOND) return ++seen.count > MOST ? -1 : 0;
        int left = Math.max(0, seen.count - MOST);
        seen.since = now;
        seen.count = 1;
        return left;
    }

    /// What comes before the first fact, with the fact where it names a tunnel or an endpoint: of those there are as many as the node's users made.
    private static String words(String message) {
        int equals = message.indexOf('=');
        int end = equals < 0 ? -1 : message.lastIndexOf(' ', equals);
        if (end < 0) return message;
        String fact = message.substring(end + 1, equals);
        if (!fact.equals("tunnel") && !fact.equals("endpoint")) return message.substring(0, end);
        int close = message.indexOf('"', equals + 2);
        return close < 0 ? message.substring(0, end) : message.substring(0, close);
    }
}
