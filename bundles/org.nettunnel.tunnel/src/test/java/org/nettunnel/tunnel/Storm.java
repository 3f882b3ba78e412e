package org.nettunnel.tunnel;

import java.time.Duration;
import java.util.Random;
import java.util.function.Supplier;

import org.nettunnel.tunnel.fixtures.Fault;
import org.nettunnel.tunnel.fixtures.Faults;

/// What the connections of a tunnel meet, one after the other, until the storm is over.
///
/// **Threads:** safe for any.
final class Storm implements Supplier<Faults> {
    private static final int HANDSHAKE_BYTES = 4_000;
    private static final int ONE_BYTE_REACH = 8_000;
    private final Random random;
    private final boolean hasTime;
    private final Supplier<Faults> course;
    private boolean isOver;

    private Storm(long seed, boolean hasTime, java.util.function.Function<Storm, Supplier<Faults>> course) {
        this.random = new Random(seed);
        this.hasTime = hasTime;
        this.course = course.apply(this);
    }

    /// Cuts at any byte, now and then a flipped bit, silence, slices and, where the way has the time for it, delay.
    static Storm any(long seed, boolean hasTime) {
        return new Storm(seed, hasTime, storm -> storm::anything);
    }

    /// Every second connection is cut at `first`, `first + step`, … up to `end` bytes of either direction; those between live a while.
    static Storm positions(long seed, int first, int step, int end) {
        return new Storm(seed, false, storm -> storm.new Positions(first, step, end));
    }

    /// One cut, at `at / 2` bytes of the first connection, of either direction in turn; then peace.
    static Storm firstOnly(int at) {
        return new Storm(at, false, storm -> () -> {
            storm.isOver = true;
            return Faults.of(at % 2 == 0, new Fault.Cut(at / 2), Integer.MAX_VALUE);
        });
    }

    @Override
    public synchronized Faults get() {
        return isOver ? Faults.none() : course.get();
    }

    /// From here connections are left in peace.
    synchronized void ends() {
        isOver = true;
    }

    synchronized boolean isOver() {
        return isOver;
    }

    private Faults anything() {
        boolean isForth = random.nextBoolean();
        int slice = switch (random.nextInt(10)) {
            case 0 -> 1;
            case 1 -> 2 + random.nextInt(1_400);
            default -> Integer.MAX_VALUE;
        };
        long at = slice == 1 ? random.nextInt(ONE_BYTE_REACH) : position();
        Faults faults = Faults.of(isForth, fault(at), slice);
        if (!hasTime || random.nextInt(20) != 0) return faults;
        Fault delay = new Fault.Delay(random.nextInt(HANDSHAKE_BYTES), Duration.ofMillis(1 + random.nextInt(4)));
        return isForth ? new Faults(faults.forth(), delay, slice) : new Faults(delay, faults.back(), slice);
    }

    private Fault fault(long at) {
        int kind = random.nextInt(1_000);
        if (kind < 3) return new Fault.Stall(at);
        if (kind < 40) return new Fault.Flip(at, 1 << random.nextInt(8));
        return new Fault.Cut(at);
    }

    /// One in five within handshake and RESUME, the others up to 256 KiB.
    private long position() {
        return random.nextInt(5) == 0 ? random.nextInt(HANDSHAKE_BYTES) : random.nextLong(1L << 11 + random.nextInt(8));
    }

    private final class Positions implements Supplier<Faults> {
        private final int step;
        private final int end;
        private int next;
        private int count;

        Positions(int first, int step, int end) {
            this.next = first;
            this.step = step;
            this.end = end;
        }

        @Override
        public Faults get() {
            int turn = count++ % 4;
            if (turn % 2 == 1) return Faults.of(random.nextBoolean(), new Fault.Cut(HANDSHAKE_BYTES + random.nextInt(1 << 16)), Integer.MAX_VALUE);
            if (next >= end) {
                isOver = true;
                return Faults.none();
            }
            Faults faults = Faults.of(turn == 0, new Fault.Cut(next), Integer.MAX_VALUE);
            if (turn == 2) next += step;
            return faults;
        }
    }
}
