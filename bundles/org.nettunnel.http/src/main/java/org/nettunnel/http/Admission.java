package org.nettunnel.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

import org.nettunnel.http.DoorSettings.Limits;

/// Decides whether one more connection may come in: how many there are, and how fast they come, also by address.
///
/// **Threads:** any.
final class Admission {
    private static final int SWEEP_AT = 4096;

    private final Limits limits;
    private final LongSupplier nanoTime;
    /// Guarded by this, as is all below.
    private final Map<Source, Visits> sources = new HashMap<>();
    private final Map<Object, Source> inside = new HashMap<>();
    private int sweepAt = SWEEP_AT;

    Admission(Limits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
    }

    /// @param visitor stands for the connection until [#leave(Object)]
    /// @return whether it may come in
    synchronized boolean enter(Object visitor, InetAddress from) {
        if (inside.size() >= limits.connections()) return false;
        if (sources.size() >= sweepAt) sweep();
        Source source = Source.of(from);
        Visits visits = sources.computeIfAbsent(source, _ -> new Visits(limits.acceptBurst(), nanoTime.getAsLong()));
        if (!visits.takeToken(limits, nanoTime.getAsLong()) || visits.open >= limits.perAddress()) return false;
        visits.open++;
        inside.put(visitor, source);
        return true;
    }

    /// Harmless when repeated.
    synchronized void leave(Object visitor) {
        Source source = inside.remove(visitor);
        Visits visits = source == null ? null : sources.get(source);
        if (visits != null) visits.open--;
    }

    synchronized int present() {
        return inside.size();
    }

    /// Forgets addresses that have no connection and could come at full burst again; the others must be remembered.
    private void sweep() {
        long now = nanoTime.getAsLong();
        sources.values().removeIf(visits -> visits.open == 0 && visits.isFull(limits, now));
        sweepAt = Math.max(SWEEP_AT, 2 * sources.size());
    }

    /// An IPv4 address, or the 64 bits that an IPv6 network owns.
    private record Source(long network, boolean six) {
        static Source of(InetAddress address) {
            ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
            boolean six = address instanceof Inet6Address;
            return new Source(six ? bytes.getLong() : bytes.getInt(), six);
        }
    }

    /// One source's open connections and the tokens it has left.
    private static final class Visits {
        private int open;
        private double tokens;
        private long counted;

        Visits(double tokens, long now) {
            this.tokens = tokens;
            this.counted = now;
        }

        boolean takeToken(Limits limits, long now) {
            refill(limits, now);
            if (tokens < 1) return false;
            tokens--;
            return true;
        }

        boolean isFull(Limits limits, long now) {
            refill(limits, now);
            return tokens >= limits.acceptBurst();
        }

        private void refill(Limits limits, long now) {
            tokens = Math.min(limits.acceptBurst(), tokens + (now - counted) * 1e-9 * limits.acceptsPerSecond());
            counted = now;
        }
    }
}
