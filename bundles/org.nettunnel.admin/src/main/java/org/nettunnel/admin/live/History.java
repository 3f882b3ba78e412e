package org.nettunnel.admin.live;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.live.HistoryView;
import org.nettunnel.api.admin.live.RateEvent.Rate;

/// How tunnels fared in the last five minutes, second by second, and in the last hour, in steps of ten; a tunnel that goes takes its own along.
///
/// **Threads:** any.
final class History {
    static final int FINE_STEPS = 300;
    static final int COARSE_STEPS = 360;
    static final int COARSE_SECONDS = 10;
    private final Instant start;
    /// Guarded by this, as is the next.
    private final Map<String, Tracks> tunnels = new HashMap<>();
    private long second = -1;

    private record Tracks(Track fine, Track coarse) {
        Tracks() {
            this(new Track(FINE_STEPS), new Track(COARSE_STEPS));
        }
    }

    /// @param start of the first second
    History(Instant start) {
        this.start = start;
    }

    /// One more second.
    synchronized void add(List<Rate> rates) {
        second++;
        Set<String> present = new HashSet<>();
        for (Rate rate : rates) {
            present.add(rate.id());
            tunnels.computeIfAbsent(rate.id(), _ -> new Tracks()).fine.put(second, rate);
        }
        tunnels.keySet().retainAll(present);
        if ((second + 1) % COARSE_SECONDS != 0) return;
        tunnels.forEach((id, tracks) -> {
            @Nullable Rate mean = tracks.fine.mean(id, second, COARSE_SECONDS);
            if (mean != null) tracks.coarse.put(second / COARSE_SECONDS, mean);
        });
    }

    /// @param ids    of tunnels, in the order of the answer
    /// @param isLong whether of the last hour
    synchronized HistoryView view(List<String> ids, boolean isLong) {
        int step = isLong ? COARSE_SECONDS : 1;
        long last = (second + 1) / step - 1;
        List<HistoryView.Series> series = new ArrayList<>();
        for (String id : ids) {
            Tracks tracks = tunnels.get(id);
            if (tracks != null) series.add((isLong ? tracks.coarse : tracks.fine).series(id, last));
        }
        long first = last - (isLong ? COARSE_STEPS : FINE_STEPS) + 1;
        return new HistoryView(step, start.plusSeconds(first * step), series);
    }
}
