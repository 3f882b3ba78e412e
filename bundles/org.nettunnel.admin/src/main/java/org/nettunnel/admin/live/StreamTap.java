package org.nettunnel.admin.live;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.StreamListener;
import org.nettunnel.api.tunnel.StreamState;

/// Takes from event loops what streams do, until somebody has time for it.
///
/// **Threads:** loops put in, without a lock and without waking anybody; one takes.
final class StreamTap implements StreamListener {
    /// What may wait; more is lost, and that is told.
    static final int MOST = 20_000;
    private final Queue<Change> changes = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private volatile boolean lost;

    /// @param code null for one that opened
    record Change(StreamState stream, @Nullable CloseCode code, String reason) {}

    /// @param isWhole whether none was lost
    record Drained(List<Change> changes, boolean isWhole) {}

    @Override
    public void opened(StreamState stream) {
        put(new Change(stream, null, ""));
    }

    @Override
    public void ended(StreamState stream, CloseCode code, String reason) {
        put(new Change(stream, code, reason));
    }

    private void put(Change change) {
        if (size.incrementAndGet() > MOST) {
            size.decrementAndGet();
            lost = true;
        } else {
            changes.add(change);
        }
    }

    /// What came since; of a stream that opened and ended only the end.
    ///
    /// @param most where there is more, none of it is worth the work
    Drained drain(int most) {
        boolean isWhole = !lost;
        lost = false;
        Map<String, Change> byStream = new LinkedHashMap<>();
        for (Change change; (change = changes.poll()) != null;) {
            size.decrementAndGet();
            byStream.remove(change.stream.id());
            if (byStream.size() < most) byStream.put(change.stream.id(), change);
            else isWhole = false;
        }
        return new Drained(new ArrayList<>(byStream.values()), isWhole);
    }
}
