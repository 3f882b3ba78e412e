package org.nettunnel.system.framework;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/// The warnings and errors that nodes in this JVM log while it is open.
///
/// **Threads:** safe for any.
public final class Complaints extends Handler {
    private final Logger root = Logger.getLogger("");
    private final List<String> lines = new CopyOnWriteArrayList<>();

    public Complaints() {
        setLevel(Level.WARNING);
        root.addHandler(this);
    }

    @Override
    public void publish(LogRecord event) {
        if (!isLoggable(event)) return;
        Throwable thrown = event.getThrown();
        lines.add(event.getLevel() + " " + event.getLoggerName() + " " + event.getMessage() + (thrown == null ? "" : " " + thrown));
    }

    /// Those that nobody expected.
    public List<String> besides(List<Pattern> expected) {
        return lines.stream().filter(line -> expected.stream().noneMatch(pattern -> pattern.matcher(line).find())).toList();
    }

    @Override
    public void flush() {
        // nothing is held back
    }

    @Override
    public void close() {
        root.removeHandler(this);
    }
}
