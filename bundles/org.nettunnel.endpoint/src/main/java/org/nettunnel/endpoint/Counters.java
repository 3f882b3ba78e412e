package org.nettunnel.endpoint;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.endpoint.EndpointState;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.StreamObserver;

/// What an endpoint half has carried since the node started; it outlives changes of the half's configuration.
///
/// **Threads:** written from the loops of its streams and from the threads that accept and dial, read from any.
final class Counters {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.endpoint");
    private final String endpoint;
    private final AtomicInteger open = new AtomicInteger();
    private final LongAdder total = new LongAdder();
    private final LongAdder refused = new LongAdder();
    /// What connections carried that are over; what those carry that are open is asked when it is wanted.
    private final LongAdder received = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final Set<Connection> running = ConcurrentHashMap.newKeySet();
    /// The most that was told: a connection that ends just now may be missed once, and is never told twice.
    private final AtomicLong toldReceived = new AtomicLong();
    private final AtomicLong toldSent = new AtomicLong();
    private volatile @Nullable String lastRefusal;

    /// @param endpoint its name, for the log
    Counters(String endpoint) {
        this.endpoint = endpoint;
    }

    /// Counts a connection in, unless `most` are open already; what it returns counts it out.
    @Nullable
    StreamObserver enter(int most) {
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            return null;
        }
        total.increment();
        return new Connection();
    }

    void refuse(String reason) {
        refused.increment();
        // the same again is no news
        System.Logger.Level level = reason.equals(lastRefusal) ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING;
        LOG.log(level, () -> "connection not carried endpoint=\"" + endpoint + "\" reason=\"" + reason + "\"");
        lastRefusal = reason;
    }

    EndpointState.Traffic traffic() {
        // what is over is taken first, and a connection leaves those that run before it is added to it
        long in = received.sum(), out = sent.sum();
        for (Connection each : running) {
            StreamObserver.Progress progress = each.progress;
            if (progress == null) continue;
            in += progress.receivedBytes().getAsLong();
            out += progress.sentBytes().getAsLong();
        }
        return new EndpointState.Traffic(open.get(), total.sum(), refused.sum(), toldReceived.accumulateAndGet(in, Math::max),
                toldSent.accumulateAndGet(out, Math::max));
    }

    @Nullable
    String lastRefusal() {
        return lastRefusal;
    }

    private final class Connection implements StreamObserver {
        private boolean carried;
        private volatile StreamObserver.@Nullable Progress progress;

        @Override
        public void begins(Progress carries) {
            progress = carries;
            running.add(this);
        }

        @Override
        public void opened() {
            carried = true;
            lastRefusal = null;
        }

        @Override
        public void ended(CloseCode code, String reason, long receivedBytes, long sentBytes) {
            open.decrementAndGet();
            running.remove(this);
            received.add(receivedBytes);
            sent.add(sentBytes);
            if (!carried && code != CloseCode.NORMAL) refuse(reason);
            else LOG.log(System.Logger.Level.DEBUG, () -> "connection ended endpoint=\"" + endpoint + "\" code=" + code.number()
                    + " received=" + receivedBytes + " sent=" + sentBytes);
        }
    }
}
