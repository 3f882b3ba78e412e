package org.nettunnel.tunnel.waits;

import java.util.PriorityQueue;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/// What a loop does later, each at its time.
///
/// **Threads:** the loop.
public final class Timers {
    private final PriorityQueue<Timer> armed = new PriorityQueue<>();

    /// Lets `timer` run at `due`, or earlier when it is already armed for earlier.
    public void arm(Timer timer, long due) {
        if (timer.armed) {
            if (timer.due - due <= 0) return;
            armed.remove(timer);
        }
        timer.due = due;
        timer.armed = true;
        armed.add(timer);
    }

    public void disarm(Timer timer) {
        if (timer.armed) armed.remove(timer);
        timer.armed = false;
    }

    /// Null when there is none.
    public @Nullable Timer next() {
        return armed.peek();
    }

    /// Gives each that is due to `runner`.
    public void run(long now, Consumer<Timer> runner) {
        for (Timer timer; (timer = armed.peek()) != null && timer.due - now <= 0;) {
            armed.poll();
            timer.armed = false;
            runner.accept(timer);
        }
    }
}
