package org.nettunnel.tunnel.link;

/// Something that a loop does at a time; armed anew each time it ran.
///
/// **Threads:** its loop.
final class Timer implements Comparable<Timer> {
    private final Runnable action;
    long due;
    boolean armed;

    Timer(Runnable action) {
        this.action = action;
    }

    void run() {
        action.run();
    }

    /// By difference: nanoTime may wrap.
    @Override
    @SuppressWarnings("null")
    public int compareTo(Timer other) {
        return Long.signum(due - other.due);
    }
}
