package org.nettunnel.tunnel.wire;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Whether the link is what is slow, and what it carries in a second: told from PINGs, which queue behind what was sent before them.
///
/// Whether a wire takes bytes says little, for the system's buffer takes megabytes, often more than streams have credit for. A PING that
/// comes back later than the quickest one did waited in line; between two that did, the link carried what it can.
/// **Threads:** the link's loop.
public final class Pace {
    /// Of less, a busy machine may be the cause.
    private static final long IN_LINE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    /// A PING that is out for so long needs no answer to say that the link is slow.
    private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    /// What is said of a link holds so long: compressing may be just what makes it keep up.
    private static final long HOLD_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final LongSupplier clock;
    private long quickest;
    private boolean isOut;
    private long askedAt;
    private long askedAfterBytes;
    /// The PING before waited in line: when its answer came, and after how many bytes it was sent.
    private boolean wasInLine;
    private long answeredAt;
    private long answeredBytes;
    /// Bytes a nanosecond; 0 while it is not known.
    private double rate;
    private boolean wasSlow;
    private long slowUntil;

    public Pace(LongSupplier clock) {
        this.clock = clock;
    }

    /// Nanoseconds of the loop's clock.
    public long now() {
        return clock.getAsLong();
    }

    /// A PING is sent, behind so many bytes since the link began.
    void asked(long bytes) {
        isOut = true;
        askedAt = now();
        askedAfterBytes = bytes;
    }

    /// It is answered; true when another at once would tell the rate.
    boolean answered(long roundTrip) {
        isOut = false;
        long now = now();
        if (quickest == 0 || roundTrip < quickest) quickest = roundTrip;
        boolean isInLine = roundTrip - quickest >= IN_LINE_NANOS;
        boolean isFirst = isInLine && !wasInLine;
        if (isInLine && wasInLine && now > answeredAt) {
            double measured = (double) (askedAfterBytes - answeredBytes) / (now - answeredAt);
            rate = rate == 0 ? measured : (rate + measured) / 2;
            wasSlow = true;
            slowUntil = now + HOLD_NANOS;
        }
        wasInLine = isInLine;
        answeredAt = now;
        answeredBytes = askedAfterBytes;
        return isFirst;
    }

    /// Whether bytes wait for the link, and it carries less than `bytesPerNano`.
    public boolean isSlowerThan(double bytesPerNano) {
        if (isStalled()) return true;
        return wasSlow && slowUntil - now() > 0 && rate < bytesPerNano;
    }

    private boolean isStalled() {
        return isOut && now() - askedAt >= STALL_NANOS + quickest;
    }
}
