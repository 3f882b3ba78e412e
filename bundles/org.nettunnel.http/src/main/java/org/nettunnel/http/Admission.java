package org.nettunnel.http;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

import org.nettunnel.api.transport.AcceptRate;
import org.nettunnel.api.transport.Source;
import org.nettunnel.http.DoorSettings.Limits;

/// Decides whether one more connection may come in: how many there are, and how fast they come, also by address.
///
/// **Threads:** any.
final class Admission {
    private final Limits limits;
    private final AcceptRate rate;
    /// Guarded by this, as is all below.
    private final Map<Object, Source> inside = new HashMap<>();
    private final Map<Source, Integer> open = new HashMap<>();

    Admission(Limits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.rate = new AcceptRate(limits.acceptsPerSecond(), limits.acceptBurst(), nanoTime);
    }

    /// @param visitor stands for the connection until [#leave(Object)]
    /// @return whether it may come in
    synchronized boolean enter(Object visitor, InetAddress from) {
        if (inside.size() >= limits.connections()) return false;
        Source source = Source.of(from);
        if (!rate.takes(source) || open.getOrDefault(source, 0) >= limits.perAddress()) return false;
        open.merge(source, 1, Integer::sum);
        inside.put(visitor, source);
        return true;
    }

    /// Harmless when repeated.
    synchronized void leave(Object visitor) {
        Source source = inside.remove(visitor);
        if (source != null) open.computeIfPresent(source, (_, count) -> count == 1 ? null : count - 1);
    }

    synchronized int present() {
        return inside.size();
    }
}
