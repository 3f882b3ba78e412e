package org.nettunnel.system.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// What must not outlive this JVM: ended in the reverse order of its beginning, also on Ctrl-C and SIGTERM.
///
/// **Threads:** safe for any.
public final class Leftovers {
    /// Guarded by the class.
    private static final Deque<Runnable> ENDINGS = new ArrayDeque<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Leftovers::endAll, "leave nothing behind"));
    }

    private Leftovers() {}

    /// @param ending ends something, and does nothing when it has ended
    public static synchronized void add(Runnable ending) {
        ENDINGS.push(ending);
    }

    /// @param ending what was given to [#add]
    public static synchronized void ended(Runnable ending) {
        ENDINGS.remove(ending);
    }

    private static void endAll() {
        for (Runnable ending : snapshot()) ending.run();
    }

    private static synchronized List<Runnable> snapshot() {
        return List.copyOf(ENDINGS);
    }
}
