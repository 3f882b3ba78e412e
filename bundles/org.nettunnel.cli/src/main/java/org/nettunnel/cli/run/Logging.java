package org.nettunnel.cli.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.jspecify.annotations.Nullable;

/// Sets up the one log of the process: standard error, and a file that is rotated where one is wanted.
final class Logging {
    private static final int FILE_BYTES = 10 * 1024 * 1024;
    private static final int FILES = 5;
    /// They talk much at INFO, and not to people who run a node.
    private static final List<String> TALKATIVE = List.of("org.eclipse", "org.apache", "jdk", "sun", "java", "javax");
    /// Loggers are forgotten when nobody holds them, and their levels with them.
    private static final List<Logger> HELD = new ArrayList<>();

    private Logging() {}

    /// How much is logged.
    enum Amount {
        ERROR(Level.SEVERE), WARNING(Level.WARNING), INFO(Level.INFO), DEBUG(Level.FINE), TRACE(Level.FINER);

        private final Level level;

        Amount(Level level) {
            this.level = level;
        }

        boolean debugging() {
            return ordinal() >= DEBUG.ordinal();
        }
    }

    /// @param json   whether each line is JSON
    /// @param folder where the file goes; null for none
    static void start(Amount amount, boolean json, @Nullable Path folder) throws IOException {
        System.setProperty("java.util.logging.manager", LogToTheEnd.class.getName());
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) root.removeHandler(handler);
        add(root, new ConsoleHandler(), amount, json);
        if (folder != null) add(root, new FileHandler(pattern(folder), FILE_BYTES, FILES, true), amount, json);
        root.setLevel(amount.level);
        for (String name : TALKATIVE) {
            Logger logger = Logger.getLogger(name);
            logger.setLevel(amount == Amount.INFO ? Level.WARNING : amount.debugging() ? Level.INFO : amount.level);
            HELD.add(logger);
        }
    }

    private static void add(Logger root, Handler handler, Amount amount, boolean json) {
        handler.setLevel(Level.ALL);
        handler.setFormatter(json ? new LogJson() : new LogFormat(amount.debugging()));
        handler.setFilter(new Repeats(System::nanoTime));
        root.addHandler(handler);
    }

    /// A per cent sign in the folder's name is none of the pattern's.
    private static String pattern(Path folder) {
        return folder.toAbsolutePath().toString().replace("%", "%%") + "/nettunnel.%g.log";
    }
}
