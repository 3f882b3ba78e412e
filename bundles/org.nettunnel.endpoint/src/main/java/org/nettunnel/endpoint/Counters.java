package org.nettunnel.endpoint;

import java.util.concurrent.atomic.AtomicInteger;
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
    private final LongAdder received = new LongAdder();
    private final LongAdder sent = new LongAdder();
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
        return new EndpointState.Traffic(open.get(), total.sum(), refused.sum(), received.sum(), sent.sum());
    }

    @Nullable
    String lastRefusal() {
        return lastRefusal;
    }

    private final class Connection implements StreamObserver {
        private boolean carried;

        @Override
        public void opened() {
            carried = true;
            lastRefusal = null;
        }

        @Override
        public void ended(CloseCode code, String reason, long receivedBytes, long sentBytes) {
            open.decrementAndGet();
            received.add(receivedBytes);
            sent.add(sentBytes);
            if (!carried && code != CloseCode.NORMAL) refuse(reason);
            else LOG.log(System.Logger.Level.DEBUG, () -> "connection ended endpoint=\"" + endpoint + "\" code=" + code.number()
                    + " received=" + receivedBytes + " sent=" + sentBytes);
        }
    }
}
