package org.nettunnel.tunnel.handshake;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// How many handshakes strangers may ask of this node (protocol section 9): by address, and by the cores they may keep busy.
///
/// **Threads:** safe for any; one for the whole node.
public final class HandshakeBudget {
    private static final int MOST_ADDRESSES = 16_384;
    private static final int MOST_AT_ONCE = 512;
    private static final int MOST_AT_ONCE_OF_AN_ADDRESS = 64;
    private static final int MOST_BINDERS = 16_384;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int NETWORK_BYTES = 8;

    private final LongSupplier nanoTime;
    private final ComputeGate gate;
    /// In order of last use; guarded by this.
    private final Map<String, Buckets> byAddress = new LinkedHashMap<>(64, 0.75f, true);

    /// Handshakes that run, by address; guarded by this, as is their sum.
    private final Map<String, Integer> running = new HashMap<>();
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
        String network = network(from);
        int mine = running.getOrDefault(network, 0);
        if (runningInAll >= MOST_AT_ONCE || mine >= MOST_AT_ONCE_OF_AN_ADDRESS) return false;
        running.put(network, mine + 1);
        runningInAll++;
        return true;
    }

    public synchronized void ends(InetAddress from) {
        running.computeIfPresent(network(from), (_, mine) -> mine == 1 ? null : mine - 1);
        runningInAll--;
    }

    /// Counts an M1.
    ///
    /// @param proved whether its binder is good
    /// @return false when that address has had its share
    synchronized boolean takes(InetAddress from, boolean proved) {
        long now = nanoTime.getAsLong();
        var buckets = byAddress.computeIfAbsent(network(from), _ -> new Buckets(new Bucket(20, 40, now), new Bucket(200, 1_000, now)));
        if (byAddress.size() > MOST_ADDRESSES) byAddress.remove(byAddress.keySet().iterator().next());
        return (proved ? buckets.proved : buckets.unproved).take(now);
    }

    /// Whether a good binder comes for the first time, as far as is remembered: on a wire without channel binding whoever saw an M1 can
    /// send it again, and proves nothing by it.
    synchronized boolean isFresh(byte[] binder) {
        if (binders.putIfAbsent(ByteBuffer.wrap(binder.clone()), true) != null) return false;
        if (binders.size() > MOST_BINDERS) binders.remove(binders.keySet().iterator().next());
        return true;
    }

    /// One IPv4 address, or the 64 bits of an IPv6 network, which one customer has to himself.
    private static String network(InetAddress address) {
        byte[] bytes = address.getAddress();
        return HexFormat.of().formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
    }

    private record Buckets(Bucket unproved, Bucket proved) {}

    /// Fills with time; guarded by the budget.
    private static final class Bucket {
        private final double perSecond;
        private final double most;
        private double left;
        private long filled;

        Bucket(double perSecond, double most, long now) {
            this.perSecond = perSecond;
            this.most = most;
            left = most;
            filled = now;
        }

        boolean take(long now) {
            left = Math.min(most, left + (now - filled) / NANOS_PER_SECOND * perSecond);
            filled = now;
            if (left < 1) return false;
            left--;
            return true;
        }
    }
}
