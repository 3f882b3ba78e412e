package org.nettunnel.tunnel.wire;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// PING and PONG of a link: is the peer there, and how far away.
///
/// **Threads:** the link's loop; the round trip is read by any.
public final class Heartbeat {
    private static final long MEASURE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    /// The first answers come from code that was never run before: a few follow each other at once, and the shortest counts.
    private static final int FIRST_SAMPLES = 4;

    private final long pingNanos;
    private final long deadNanos;
    private final Pace pace;
    private final Counter roundTrip = new Counter();
    private long lastHeard;
    /// The first turn asks at once, which also shows the peer our keys.
    private boolean owesPing = true;
    private boolean isOut;
    private long sent;
    private boolean owesPong;
    private long pong;
    private int samples;

    public Heartbeat(LinkSettings settings, Pace pace, long now) {
        this.pace = pace;
        pingNanos = settings.ping().toNanos();
        deadNanos = settings.dead().toNanos();
        lastHeard = now;
    }

    public void heard(long now) {
        lastHeard = now;
    }

    public boolean isDead(long now) {
        return now - lastHeard >= deadNanos;
    }

    /// Asks when the peer was silent; returns when to look again.
    public long look(long now) {
        boolean isSilent = now - lastHeard >= pingNanos;
        if (isSilent && now - sent >= pingNanos) owesPing = true;
        long next = isSilent ? now + pingNanos : lastHeard + pingNanos;
        long death = lastHeard + deadNanos;
        return next - death < 0 ? next : death;
    }

    /// Writes what is due; while bytes move, the round trip is measured twice a second.
    public void speak(Outbox outbox, long now) throws Violation {
        if (owesPong) outbox.number(FrameType.PONG, pong);
        owesPong = false;
        if (!owesPing && (isOut || now - sent <= MEASURE_NANOS)) return;
        owesPing = false;
        isOut = true;
        sent = now;
        pace.asked(outbox.writtenBytes());
        outbox.number(FrameType.PING, now);
    }

    public void pinged(long value, PeerRates rates, long now) throws Violation {
        rates.ping(now);
        owesPong = true;
        pong = value;
    }

    /// Whether the next PING is due at once.
    public boolean ponged(long value, PeerRates rates, long now) throws Violation {
        if (!isOut || value != sent) {
            rates.stalePong(now);
            return false;
        }
        isOut = false;
        long sample = Math.max(1, now - sent);
        boolean asksAgain = pace.answered(sample);
        long smoothed = roundTrip.get();
        if (samples >= FIRST_SAMPLES) {
            roundTrip.add((sample - smoothed) / 8);
            owesPing |= asksAgain;
            return asksAgain;
        }
        roundTrip.add(smoothed == 0 ? sample : Math.min(0, sample - smoothed));
        owesPing = ++samples < FIRST_SAMPLES;
        return owesPing;
    }

    /// Smoothed; 0 until the first answer.
    public long roundTripNanos() {
        return roundTrip.get();
    }

    /// Whether the link is what is slow, and what it carries in a second: told from PINGs, which queue behind what was sent before them.
    ///
    /// Whether a wire takes bytes says little, for the system's buffer takes megabytes, often more than streams have credit for. A PING that
    /// comes back later than the quickest one did waited in line; between two that did, the link carried what it can.
    /// **Threads:** the link's loop.
    public static final class Pace {
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

        /// 0 until the first answer.
        public long quickestNanos() {
            return quickest;
        }

        /// How long the present PING has been out.
        public long outNanos() {
            return isOut ? Math.max(0, now() - askedAt) : 0;
        }

        /// What the link carries while bytes wait in line; 0 while that is not known.
        public long bytesPerSecond() {
            return wasSlow ? Math.round(rate * TimeUnit.SECONDS.toNanos(1)) : 0;
        }

        private boolean isStalled() {
            return isOut && now() - askedAt >= STALL_NANOS + quickest;
        }
    }
}
