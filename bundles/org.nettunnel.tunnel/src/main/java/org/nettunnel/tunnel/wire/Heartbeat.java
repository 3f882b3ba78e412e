package org.nettunnel.tunnel.wire;

import java.util.concurrent.TimeUnit;

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
}
