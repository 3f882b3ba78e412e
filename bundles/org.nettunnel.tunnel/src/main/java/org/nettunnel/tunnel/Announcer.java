package org.nettunnel.tunnel;

import java.lang.System.Logger.Level;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelListener;
import org.nettunnel.tunnel.providers.Providers;
import org.nettunnel.tunnel.wire.Ceilings;

/// Tells listeners of one tunnel, in order, on a virtual thread, so that they may block.
///
/// **Threads:** safe for any.
final class Announcer {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.tunnel");
    /// What a message takes while it waits, besides its bytes: many small ones are no way around the limit.
    private static final int TASK_BYTES = 128;

    private final TunnelId tunnel;
    private final Providers providers;
    private final AtomicLong waitingBytes = new AtomicLong();
    private final ExecutorService inOrder;

    Announcer(TunnelId tunnel, Providers providers) {
        this.tunnel = tunnel;
        this.providers = providers;
        this.inOrder = Executors.newSingleThreadExecutor(Thread.ofVirtual().name("tunnel-events-", 0).factory());
    }

    void established() {
        tell(listener -> listener.established(tunnel));
    }

    void lost(String reason) {
        tell(listener -> listener.lost(tunnel, reason));
    }

    /// @return false when too much waits already
    boolean received(byte[] message) {
        int bytes = message.length + TASK_BYTES;
        if (waitingBytes.addAndGet(bytes) > Ceilings.WAITING_MESSAGE_BYTES) return false;
        execute(() -> {
            waitingBytes.addAndGet(-bytes);
            each(listener -> listener.received(tunnel, message));
        });
        return true;
    }

    private void tell(Consumer<TunnelListener> event) {
        execute(() -> each(event));
    }

    private void execute(Runnable task) {
        try {
            inOrder.execute(task);
        } catch (RejectedExecutionException closed) {
            LOG.log(Level.DEBUG, "a closed tunnel has no listeners any more tunnel=" + tunnel);
        }
    }

    private void each(Consumer<TunnelListener> event) {
        for (TunnelListener listener : providers.listeners()) {
            try {
                event.accept(listener);
            } catch (RuntimeException mistake) {
                LOG.log(Level.ERROR, "a listener failed; please report this tunnel=" + tunnel, mistake);
            }
        }
    }

    /// What was announced is still told.
    void close() {
        inOrder.shutdown();
    }
}
