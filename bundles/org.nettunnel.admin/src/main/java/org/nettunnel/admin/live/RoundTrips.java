package org.nettunnel.admin.live;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.nettunnel.api.tunnel.LinkFacts;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelState;
import org.nettunnel.api.tunnel.TunnelStatus;

/// How long round trips were: the smoothed one of each link, looked at each second, counted into buckets.
///
/// **Threads:** any.
public final class RoundTrips {
    private static final double[] BOUNDS = {0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5};
    private static final double NANOS = 1e9;
    /// Guarded by this.
    private final Map<TunnelId, Counted> tunnels = new HashMap<>();

    /// @param counts in each bucket, one more than there are bounds
    private static final class Counted {
        final long[] counts = new long[BOUNDS.length + 1];
        double sum;

        void add(double seconds) {
            int bucket = 0;
            while (bucket < BOUNDS.length && seconds > BOUNDS[bucket]) bucket++;
            counts[bucket]++;
            sum += seconds;
        }
    }

    /// What was counted of a tunnel.
    ///
    /// @param bounds upper ones of the buckets, in seconds; the last is infinity
    /// @param counts in each bucket alone
    public record Histogram(double[] bounds, long[] counts, double sum) {}

    synchronized void observe(List<TunnelState> states) {
        Set<TunnelId> present = new HashSet<>();
        for (TunnelState state : states) {
            present.add(state.id());
            if (!(state.status() instanceof TunnelStatus.Established(var _, List<LinkFacts> links))) continue;
            for (LinkFacts link : links)
                if (link.roundTrip().isPositive()) tunnels.computeIfAbsent(state.id(), _ -> new Counted()).add(link.roundTrip().toNanos() / NANOS);
        }
        tunnels.keySet().retainAll(present);
    }

    /// All zero for one that was not measured yet.
    public synchronized Histogram of(TunnelId tunnel) {
        Counted counted = tunnels.getOrDefault(tunnel, new Counted());
        double[] bounds = new double[BOUNDS.length + 1];
        System.arraycopy(BOUNDS, 0, bounds, 0, BOUNDS.length);
        bounds[BOUNDS.length] = Double.POSITIVE_INFINITY;
        return new Histogram(bounds, counted.counts.clone(), counted.sum);
    }
}
