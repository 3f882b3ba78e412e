package org.nettunnel.api.tunnel;

import java.util.concurrent.TimeUnit;

/// A bound of bytes a second that streams share: all that they read from and write to their local sockets, both directions together.
///
/// Who wants to move bytes reserves a [Place] for them. Places follow each other as the rate says, in the order in which they were asked for, so that
/// streams which always have something to say share evenly, on whichever threads they are. A rate of 0 stops them; they stay open.
/// **Threads:** any; its lock is held for a moment and never while somebody waits.
public final class Pace {
    /// Who comes later than his place makes up for that much.
    private static final long CATCH_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    /// A place is not longer than this, so that many streams get their turn soon.
    private static final long PIECE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int LEAST_PIECE = 512;
    private static final int LARGEST_PIECE = 64 * 1024;
    private static final double NANOS = 1e9;

    private long bytesPerSecond;
    private long next;
    private boolean hasBegun;
    private int changes;

    public Pace(long bytesPerSecond) {
        this.bytesPerSecond = checked(bytesPerSecond);
    }

    private static long checked(long bytesPerSecond) {
        if (bytesPerSecond < 0) throw new IllegalArgumentException("a pace of " + bytesPerSecond + " bytes a second is below 0: give 0 to stop, or none for no bound");
        return bytesPerSecond;
    }

    /// From now on; places that were given count no more, and those who wait ask again within a moment.
    public synchronized void bytesPerSecond(long now) {
        if (now == bytesPerSecond) return;
        bytesPerSecond = checked(now);
        hasBegun = false;
        changes++;
    }

    public synchronized long bytesPerSecond() {
        return bytesPerSecond;
    }

    /// The next place in time, for at most `wanted` bytes.
    ///
    /// @param now of `System.nanoTime()`
    public synchronized Place reserve(int wanted, long now) {
        if (bytesPerSecond == 0) return new Place(0, now, changes);
        if (!hasBegun || now - CATCH_UP_NANOS - next > 0) next = hasBegun ? now - CATCH_UP_NANOS : now;
        hasBegun = true;
        long piece = Math.clamp((long) (bytesPerSecond * (PIECE_NANOS / NANOS)), LEAST_PIECE, LARGEST_PIECE);
        int bytes = (int) Math.min(wanted, piece);
        long due = next;
        next += nanos(bytes);
        return new Place(bytes, due, changes);
    }

    /// Of a place only some bytes were used.
    public synchronized void giveBack(Place place, int unused) {
        if (place.changes == changes && hasBegun) next -= nanos(unused);
    }

    /// Whether the pace is still the one that gave it.
    public synchronized boolean isGood(Place place) {
        return place.changes == changes;
    }

    private long nanos(int bytes) {
        return (long) (bytes * NANOS / bytesPerSecond);
    }

    /// So many bytes may move from `due` on.
    ///
    /// @param bytes 0 while the pace is 0: ask again when it has changed
    public record Place(int bytes, long due, int changes) {}
}
