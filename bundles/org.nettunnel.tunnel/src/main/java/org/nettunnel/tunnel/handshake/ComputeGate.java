package org.nettunnel.tunnel.handshake;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.nettunnel.tunnel.wire.Ceilings;

/// Lets a few handshakes compute at a time, those with a good binder first; the others wait or, when too many wait, go.
///
/// **Threads:** safe for any; who waits is a virtual thread.
final class ComputeGate {
    private final ReentrantLock lock = new ReentrantLock();
    /// All guarded by `lock`.
    private int free;
    private final ArrayDeque<Waiter> proved = new ArrayDeque<>();
    private final ArrayDeque<Waiter> unproved = new ArrayDeque<>();

    ComputeGate(int width) {
        free = width;
    }

    /// @param nanos how long to wait at most
    /// @return false when too many wait already or none left in time; else [#leave()] must follow
    boolean enter(boolean isProved, long nanos) throws InterruptedException {
        lock.lock();
        try {
            if (free > 0) {
                free--;
                return true;
            }
            var line = isProved ? proved : unproved;
            if (line.size() >= Ceilings.HANDSHAKES_WAITING) return false;
            return waitIn(line, nanos);
        } finally {
            lock.unlock();
        }
    }

    private boolean waitIn(ArrayDeque<Waiter> line, long nanos) throws InterruptedException {
        var waiter = new Waiter(lock.newCondition());
        line.add(waiter);
        long left = nanos;
        try {
            while (!waiter.entered && left > 0) left = waiter.turn.awaitNanos(left);
        } catch (InterruptedException interrupted) {
            if (waiter.entered) passOn();
            throw interrupted;
        } finally {
            if (!waiter.entered) line.remove(waiter);
        }
        return waiter.entered;
    }

    void leave() {
        lock.lock();
        try {
            passOn();
        } finally {
            lock.unlock();
        }
    }

    /// Holding the lock.
    private void passOn() {
        var next = proved.isEmpty() ? unproved.poll() : proved.poll();
        if (next == null) {
            free++;
        } else {
            next.entered = true;
            next.turn.signal();
        }
    }

    int waiting() {
        lock.lock();
        try {
            return proved.size() + unproved.size();
        } finally {
            lock.unlock();
        }
    }

    /// One in line; `entered` is guarded by `lock`.
    private static final class Waiter {
        private final Condition turn;
        private boolean entered;

        Waiter(Condition turn) {
            this.turn = turn;
        }
    }
}
