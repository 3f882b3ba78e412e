package org.nettunnel.cli.upkeep;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.LogRecord;

import org.jspecify.annotations.Nullable;
import org.nettunnel.cli.shell.Shell;

/// What the node's own classes log while they work for a command: warnings are told as sentences, and no more than that.
final class Warnings extends Handler {
    /// A logger is forgotten when nobody holds it, and its handler with it.
    private static final Logger NODE = Logger.getLogger("org.nettunnel");
    private final Shell shell;

    private Warnings(Shell shell) {
        this.shell = shell;
    }

    /// In place of whatever printed records before.
    static void tell(Shell shell) {
        for (Handler before : NODE.getHandlers()) NODE.removeHandler(before);
        NODE.setUseParentHandlers(false);
        NODE.addHandler(new Warnings(shell));
    }

    @Override
    public void publish(@Nullable LogRecord said) {
        if (said != null && said.getLevel().intValue() >= Level.WARNING.intValue()) shell.hint(said.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
