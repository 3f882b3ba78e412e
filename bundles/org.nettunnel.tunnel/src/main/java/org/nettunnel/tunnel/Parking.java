package org.nettunnel.tunnel;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

import org.nettunnel.api.tunnel.CloseCode;

/// Bounds what sessions without a link keep in memory: past a quarter of the heap the largest goes first; one with a link never does.
///
/// **Threads:** a virtual thread of its own, which sleeps while all have links; [#wake] and [#close] from any.
final class Parking implements AutoCloseable {
    private static final long LOOK_MILLIS = 1_000;

    /// What a session keeps, as it was counted once: it changes while they are put in order.
    private record Parked(Session session, long bytes) {}

    private final long mostBytes;
    private final Collection<Session> living;
    private final Thread thread;
    /// Guarded by this.
    private boolean isAwake;

    Parking(long mostBytes, Collection<Session> living) {
        this.mostBytes = mostBytes;
        this.living = living;
        this.thread = Thread.ofVirtual().name("parked-sessions").unstarted(this::run);
    }

    Parking start() {
        thread.start();
        return this;
    }

    /// A session has lost its last link.
    synchronized void wake() {
        isAwake = true;
        notifyAll();
    }

    private void run() {
        try {
            for (;;) await(look());
        } catch (InterruptedException closed) {
            // close() was called
        }
    }

    /// Local sockets are read on for a while, so it looks again as long as one is parked.
    private synchronized void await(boolean anyIsParked) throws InterruptedException {
        if (anyIsParked) wait(LOOK_MILLIS);
        else while (!isAwake) wait();
        isAwake = false;
    }

    /// Drops what is too much; returns whether any is parked.
    boolean look() {
        List<Parked> parked = living.stream().filter(Session::isParked).map(session -> new Parked(session, session.retainedBytes()))
                .sorted(Comparator.comparingLong(Parked::bytes).reversed()).toList();
        long bytes = parked.stream().mapToLong(Parked::bytes).sum();
        for (Parked largest : parked) {
            if (bytes <= mostBytes) break;
            bytes -= largest.bytes;
            largest.session.stop(CloseCode.MEMORY, "it had no link, and sessions without one kept more than " + (mostBytes >> 20) + " MiB");
        }
        return !parked.isEmpty();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
