package org.nettunnel.cli.run;

import java.util.logging.LogManager;

/// Keeps the log open while the process ends: the JDK's own closes it before the components have said how they stopped.
public final class LogToTheEnd extends LogManager {
    /// Public for the JDK, which makes it by name.
    public LogToTheEnd() {}

    @Override
    public void reset() {
        // the handlers write through; there is nothing to lose
    }
}
