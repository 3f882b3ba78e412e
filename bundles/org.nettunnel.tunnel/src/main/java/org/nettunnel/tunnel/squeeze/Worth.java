package org.nettunnel.tunnel.squeeze;

import java.util.concurrent.TimeUnit;

import org.nettunnel.tunnel.squeeze.Squeezed.Why;
import org.nettunnel.tunnel.wire.Heartbeat.Pace;

/// Whether *adaptive* tries to compress a frame of one stream: only what compresses, and only while the link is slower than compressing is.
///
/// What does not compress is looked at ever less often: after a miss 2^k frames go raw, k growing to 10.
/// **Threads:** the stream's loop.
final class Worth {
    private static final int MOST_BACK_OFF = 10;
    /// Of a stream with less on its way the link takes all it has to say.
    private static final int ON_ITS_WAY = 16 * 1024;
    /// It has so for some time after, for what is delivered is told in large steps.
    private static final long HOLD_NANOS = TimeUnit.SECONDS.toNanos(1);
    /// A link must carry less than this part of what compressing gives, for the loop has other work too.
    private static final double PART = 0.75;
    /// Bytes a nanosecond until it is measured: 100 MB/s.
    private static final double ASSUMED = 0.1;
    /// The weight of one frame in what is measured.
    private static final double WEIGHT = 0.1;

    private final Entropy entropy;
    private final Squeezed tally;
    private double speed = ASSUMED;
    private boolean hasHadMuch;
    private long muchUntil;
    private int misses;
    private int skip;

    Worth(Entropy entropy, Squeezed tally) {
        this.entropy = entropy;
        this.tally = tally;
    }

    /// @param onItsWay bytes of the stream that were sent and not yet delivered
    boolean isWorthTrying(Pace pace, long onItsWay, byte[] bytes, int at, int length) {
        if (!hasMuchToSay(pace.now(), onItsWay) || !pace.isSlowerThan(speed * PART)) {
            tally.decided(Why.KEEPS_UP);
            return false;
        }
        if (skip > 0) {
            skip--;
            return false;
        }
        String format = KnownFormat.of(bytes, at, length);
        if (format != null) {
            tally.hasFormat(format);
            missed();
            return false;
        }
        double bits = entropy.bits(bytes, at, length);
        if (bits <= Entropy.WORTH_IT) return true;
        tally.isDense(bits);
        missed();
        return false;
    }

    private boolean hasMuchToSay(long now, long onItsWay) {
        if (onItsWay >= ON_ITS_WAY) {
            hasHadMuch = true;
            muchUntil = now + HOLD_NANOS;
        }
        return hasHadMuch && muchUntil - now > 0;
    }

    void missed() {
        skip = 1 << Math.min(misses++, MOST_BACK_OFF);
    }

    void hit() {
        misses = 0;
    }

    /// How long compressing took.
    void took(int length, long nanos) {
        if (nanos > 0) speed += WEIGHT * ((double) length / nanos - speed);
    }
}
