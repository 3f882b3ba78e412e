package org.nettunnel.admin;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.eclipse.jetty.http.HttpStatus;
import org.nettunnel.admin.call.Refusal;

/// Lets those who change the same thing do it one after another; nobody waits without end, since the one before may be waiting for another node.
///
/// **Threads:** safe for any.
final class Turns {
    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition over = lock.newCondition();
    /// What is changed just now; guarded by the lock.
    private final Set<Object> underWay = new HashSet<>();

    Turns(Duration patience) {
        this.patience = patience;
    }

    /// Ends when it is closed.
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /// @param thing equals what stands for the same thing
    /// @throws Refusal 409 when another one takes too long
    Turn take(Object thing) throws Refusal {
        lock.lock();
        try {
            for (long left = patience.toNanos(); !underWay.add(thing); left = over.awaitNanos(left)) if (left <= 0) throw busy();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw busy();
        } finally {
            lock.unlock();
        }
        return () -> end(thing);
    }

    private void end(Object thing) {
        lock.lock();
        try {
            underWay.remove(thing);
            over.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Refusal busy() {
        return new Refusal(HttpStatus.CONFLICT_409, "another change of it has been under way for " + patience.toSeconds() + " s: look at it again, then change it");
    }
}
