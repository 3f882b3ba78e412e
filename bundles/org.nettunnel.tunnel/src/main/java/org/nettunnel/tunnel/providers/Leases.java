package org.nettunnel.tunnel.providers;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.nettunnel.tunnel.rekey.Stock;

/// What handshakes use of what bundles offer, until it is a link's or nobody's.
///
/// What is taken is looked up while nobody asks whether it is used: either it is told, or it was not there to be taken any more.
/// **Threads:** safe for any.
public final class Leases {
    /// Guarded by this.
    private final Set<Lease> taken = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Supplier<Stock> stock;
    private volatile Runnable releaseListener = () -> {};

    /// @param stock what there is at each moment
    Leases(Supplier<Stock> stock) {
        this.stock = stock;
    }

    /// Calls `listener` whenever a lease ends; it returns at once.
    public void onReleased(Runnable listener) {
        releaseListener = listener;
    }

    /// Something that is used as long as this is open.
    public final class Lease implements AutoCloseable {
        private final List<Object> things;

        private Lease(Collection<?> things) {
            this.things = List.copyOf(things);
        }

        @Override
        public void close() {
            synchronized (Leases.this) {
                taken.remove(this);
            }
            releaseListener.run();
        }
    }

    /// What is in stock at this moment stays known as used until the lease is closed.
    public synchronized Lease take(Function<Stock, Collection<?>> things) {
        Lease lease = new Lease(things.apply(stock.get()));
        taken.add(lease);
        return lease;
    }

    /// Whether something of that kind is used.
    public synchronized boolean uses(Predicate<Object> what) {
        return taken.stream().anyMatch(lease -> lease.things.stream().anyMatch(what));
    }
}
