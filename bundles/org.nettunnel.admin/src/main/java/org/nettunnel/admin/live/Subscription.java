package org.nettunnel.admin.live;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// One who listens: what waits for him, never more than a little.
///
/// **Threads:** the journal offers, one other takes.
final class Subscription implements AutoCloseable {
    private static final int MOST = 1000;
    final String user;
    final Set<Kind> kinds;
    private final Runnable onClose;
    /// Guarded by this, as is the rest.
    private final Deque<Event> waiting = new ArrayDeque<>();
    private final Set<Kind> missing = EnumSet.noneOf(Kind.class);
    private int most = MOST;
    private boolean isClosed;

    Subscription(String user, Set<Kind> kinds, Runnable onClose) {
        this.user = user;
        this.kinds = kinds;
        this.onClose = onClose;
    }

    /// What came next.
    ///
    /// @param gap    kinds of which events are missing before them
    /// @param isOver whether nothing will come any more
    record Taken(Set<Kind> gap, List<Event> events, boolean isOver) {}

    /// What he missed while he was away, before all that comes; the journal keeps no more than a little of it either.
    synchronized void resumes(List<Event> missed) {
        waiting.addAll(missed);
        most += missed.size();
    }

    /// Never waits: who does not take in time has a gap.
    synchronized void offer(Event event) {
        if (isClosed) return;
        if (waiting.size() >= most) {
            for (Event lost : waiting) missing.add(lost.kind());
            waiting.clear();
        }
        waiting.add(event);
        notifyAll();
    }

    synchronized void misses(Set<Kind> gap) {
        missing.addAll(gap);
        missing.retainAll(kinds);
        notifyAll();
    }

    /// Waits for `longest` at most.
    synchronized Taken take(Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        for (long left; waiting.isEmpty() && missing.isEmpty() && !isClosed && (left = end - System.nanoTime()) > 0;)
            wait(left / 1_000_000, (int) (left % 1_000_000));
        var taken = new Taken(missing.isEmpty() ? Set.of() : EnumSet.copyOf(missing), new ArrayList<>(waiting), isClosed);
        missing.clear();
        waiting.clear();
        most = MOST;
        return taken;
    }

    /// Ends it for who takes.
    synchronized void end() {
        isClosed = true;
        notifyAll();
    }

    @Override
    public void close() {
        end();
        onClose.run();
    }
}
