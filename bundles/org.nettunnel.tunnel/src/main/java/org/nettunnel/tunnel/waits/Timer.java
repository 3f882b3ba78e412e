package org.nettunnel.tunnel.waits;

/// Something that a loop does at a time; armed anew each time it ran.
///
/// **Threads:** its loop.
public final class Timer implements Comparable<Timer> {
    private final Runnable action;
    public long due;
    public boolean armed;

    public Timer(Runnable action) {
        this.action = action;
    }

    public void run() {
        action.run();
    }

    /// By difference: nanoTime may wrap.
    @Override
    @SuppressWarnings("null")
    public int compareTo(Timer other) {
        return Long.signum(due - other.due);
    }
}
