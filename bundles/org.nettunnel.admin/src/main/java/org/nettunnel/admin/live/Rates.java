package org.nettunnel.admin.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.nettunnel.admin.call.Millis;
import org.nettunnel.api.admin.live.RateEvent.Rate;
import org.nettunnel.api.tunnel.LinkFacts;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelState;
import org.nettunnel.api.tunnel.TunnelStatus;

/// Makes rates of what tunnels have carried, by looking again and again.
///
/// **Threads:** one.
final class Rates {
    private Map<TunnelId, TunnelState.Traffic> before = new HashMap<>();
    private long lookedAt;

    /// @param now in nanoseconds
    List<Rate> of(List<TunnelState> states, long now) {
        double seconds = Math.max(0.001, (now - lookedAt) / 1e9);
        Map<TunnelId, TunnelState.Traffic> seen = new HashMap<>();
        List<Rate> rates = new ArrayList<>();
        for (TunnelState state : states) {
            TunnelState.Traffic traffic = state.traffic();
            seen.put(state.id(), traffic);
            TunnelState.Traffic older = before.getOrDefault(state.id(), traffic);
            rates.add(new Rate(state.id().toString(), rate(traffic.receivedBytes() - older.receivedBytes(), seconds),
                    rate(traffic.sentBytes() - older.sentBytes(), seconds), traffic.openStreams(), roundTrip(state)));
        }
        before = seen;
        lookedAt = now;
        return rates;
    }

    /// Counts begin anew where a tunnel was changed.
    private static long rate(long bytes, double seconds) {
        return bytes < 0 ? 0 : Math.round(bytes / seconds);
    }

    private static @Nullable Double roundTrip(TunnelState state) {
        if (!(state.status() instanceof TunnelStatus.Established(var _, List<LinkFacts> links))) return null;
        var shortest = links.stream().map(LinkFacts::roundTrip).filter(Duration::isPositive).min(Duration::compareTo);
        return shortest.isEmpty() ? null : Millis.measured(shortest.get());
    }
}
