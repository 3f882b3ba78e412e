package org.nettunnel.node.peer;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.tunnel.TunnelId;

/// Says what peers do that they should not, ten lines of a peer at once and then one a second, so that none fills the log; what was left out is counted.
///
/// **Threads:** safe for any.
public final class PeerLog {
    private static final int AT_ONCE = 10;
    private static final long NANOS = 1_000_000_000L;
    private static final int LONGEST = 500;

    private final Logger log;
    private final LongSupplier nanoTime;
    /// Guarded by this, as is what it holds.
    private final Map<TunnelId, Allowance> allowances = new HashMap<>();

    /// Of one peer.
    private static final class Allowance {
        /// Up to which time lines are paid for: one is taken when that is not too far ahead.
        long paid;
        long unsaid;

        Allowance(long now) {
            paid = now;
        }
    }

    /// @param nanoTime as `System.nanoTime`
    public PeerLog(Logger log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
    }

    /// @param line may hold what the peer wrote
    public void say(Level level, TunnelId tunnel, String line) {
        String more = admit(tunnel);
        if (more == null) return;
        log.log(level, (line.length() > LONGEST ? line.substring(0, LONGEST) + "…\"" : line) + more);
    }

    /// The tunnel is no more.
    public synchronized void forget(TunnelId tunnel) {
        allowances.remove(tunnel);
    }

    /// @return what to add; null for a line that is left out
    private synchronized @Nullable String admit(TunnelId tunnel) {
        long now = nanoTime.getAsLong();
        Allowance allowance = allowances.computeIfAbsent(tunnel, _ -> new Allowance(now));
        if (allowance.paid - now < 0) allowance.paid = now;
        if (allowance.paid - now > (AT_ONCE - 1) * NANOS) {
            allowance.unsaid++;
            return null;
        }
        allowance.paid += NANOS;
        long before = allowance.unsaid;
        allowance.unsaid = 0;
        return before == 0 ? "" : " unsaid=" + before;
    }
}
