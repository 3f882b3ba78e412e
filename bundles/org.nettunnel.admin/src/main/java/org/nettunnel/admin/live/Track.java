package org.nettunnel.admin.live;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.live.HistoryView;
import org.nettunnel.api.admin.live.RateEvent.Rate;

/// How one tunnel fared, in equal steps: the newest of them in a ring.
///
/// **Threads:** guarded by its history.
final class Track {
    private final long[] received;
    private final long[] sent;
    private final long[] open;
    /// In milliseconds; 0 where none was measured.
    private final double[] roundTrip;
    /// Of the step that each slot holds; -1 for none.
    private final long[] steps;

    Track(int length) {
        received = new long[length];
        sent = new long[length];
        open = new long[length];
        roundTrip = new double[length];
        steps = new long[length];
        Arrays.fill(steps, -1);
    }

    void put(long step, Rate rate) {
        int at = (int) (step % steps.length);
        steps[at] = step;
        received[at] = rate.receivedPerSecond();
        sent[at] = rate.sentPerSecond();
        open[at] = rate.openStreams();
        Double millis = rate.roundTripMillis();
        roundTrip[at] = millis == null ? 0 : millis;
    }

    /// The mean of `count` steps up to `last`, as a rate; null where there is none.
    @Nullable Rate mean(String id, long last, int count) {
        long in = 0, out = 0, streams = 0;
        double millis = 0;
        int seen = 0, measured = 0;
        for (long step = last - count + 1; step <= last; step++) {
            int at = (int) (step % steps.length);
            if (step < 0 || steps[at] != step) continue;
            seen++;
            in += received[at];
            out += sent[at];
            streams = open[at];
            if (roundTrip[at] > 0) measured++;
            millis += roundTrip[at];
        }
        return seen == 0 ? null : new Rate(id, in / seen, out / seen, streams, measured == 0 ? null : Double.valueOf(millis / measured));
    }

    /// @param last the newest step
    HistoryView.Series series(String id, long last) {
        List<@Nullable Long> in = new ArrayList<>(), out = new ArrayList<>(), streams = new ArrayList<>();
        List<@Nullable Double> millis = new ArrayList<>();
        for (long step = last - steps.length + 1; step <= last; step++) {
            int at = (int) (Math.max(0, step) % steps.length);
            boolean has = step >= 0 && steps[at] == step;
            in.add(has ? Long.valueOf(received[at]) : null);
            out.add(has ? Long.valueOf(sent[at]) : null);
            streams.add(has ? Long.valueOf(open[at]) : null);
            millis.add(has && roundTrip[at] > 0 ? Double.valueOf(roundTrip[at]) : null);
        }
        return new HistoryView.Series(id, in, out, streams, millis);
    }
}
