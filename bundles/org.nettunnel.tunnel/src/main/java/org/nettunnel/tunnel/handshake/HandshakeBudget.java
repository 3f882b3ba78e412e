package org.nettunnel.tunnel.handshake;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

import org.nettunnel.api.transport.Source;
import org.nettunnel.tunnel.wire.Ceilings;
import org.nettunnel.tunnel.wire.Rate;

/// How many handshakes strangers may ask of this node (protocol section 9): by address, and by the cores they may keep busy.
///
/// **Threads:** safe for any; one for the whole node.
public final class HandshakeBudget {
    private final LongSupplier nanoTime;
    private final ComputeGate gate;
    /// In order of last use; guarded by this.
    private final Map<Source, Rates> byAddress = new LinkedHashMap<>(64, 0.75f, true);

    /// Handshakes that run, by address; guarded by this, as is their sum.
    private final Map<Source, Integer> running = new HashMap<>();
    private int runningInAll;
    /// Good binders that came, the oldest first; guarded by this. Only who holds a key adds to them.
    private final Map<ByteBuffer, Boolean> binders = new LinkedHashMap<>(64);

    /// For this machine.
    public HandshakeBudget() {
        this(Runtime.getRuntime().availableProcessors(), System::nanoTime);
    }

    HandshakeBudget(int cores, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        gate = new ComputeGate(Math.max(1, cores / 2));
    }

    ComputeGate gate() {
        return gate;
    }

    /// Lets one more handshake begin, before a byte of it was read: each holds a socket, buffers and perhaps TLS for up to ten seconds.
    ///
    /// @return false when that address, or all together, have enough under way; else [#ends(InetAddress)] must follow
    public synchronized boolean begins(InetAddress from) {
        Source source = Source.of(from);
        int mine = running.getOrDefault(source, 0);
        if (runningInAll >= Ceilings.HANDSHAKES || mine >= Ceilings.HANDSHAKES_OF_AN_ADDRESS) return false;
        running.put(source, mine + 1);
        runningInAll++;
        return true;
    }

    public synchronized void ends(InetAddress from) {
        running.computeIfPresent(Source.of(from), (_, mine) -> mine == 1 ? null : mine - 1);
        runningInAll--;
    }

    /// Counts an M1.
    ///
    /// @param proved whether its binder is good
    /// @return false when that address has had its share
    synchronized boolean takes(InetAddress from, boolean proved) {
        long now = nanoTime.getAsLong();
        var rates = byAddress.computeIfAbsent(Source.of(from), _ -> Rates.from(now));
        if (byAddress.size() > Ceilings.ADDRESSES) byAddress.remove(byAddress.keySet().iterator().next());
        return (proved ? rates.proved : rates.unproved).take(now);
    }

    /// Whether a good binder comes for the first time, as far as is remembered: on a wire without channel binding whoever saw an M1 can
    /// send it again, and proves nothing by it.
    synchronized boolean isFresh(byte[] binder) {
        if (binders.putIfAbsent(ByteBuffer.wrap(binder.clone()), true) != null) return false;
        if (binders.size() > Ceilings.BINDERS) binders.remove(binders.keySet().iterator().next());
        return true;
    }

    /// Guarded by the budget.
    private record Rates(Rate unproved, Rate proved) {
        static Rates from(long now) {
            return new Rates(new Rate(Ceilings.HELLOS_PER_SECOND, Ceilings.HELLO_BURST, now),
                    new Rate(Ceilings.PROVED_HELLOS_PER_SECOND, Ceilings.PROVED_HELLO_BURST, now));
        }
    }
}
