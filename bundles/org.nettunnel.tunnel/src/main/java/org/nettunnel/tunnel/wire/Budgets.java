package org.nettunnel.tunnel.wire;


/// The memory that streams of one loop may take: its share of the process, so that counting needs no lock.
///
/// Three counts: bytes that wait for slow local sockets, growth of windows (promised, not yet there), and bytes that were
/// sent and not yet delivered beyond each stream's first window.
/// **Threads:** its loop; [#waitingBytes()] from any.
public final class Budgets {
    private static final int REFUSE_PERCENT = 80;
    private static final int GROWTH_PERCENT = 40;
    /// One stream never takes more than this part of what is free, so that later ones find some.
    private static final int FAIR_PART = 4;

    private final long memory;
    private final long growthLimit;
    private final long sentLimit;
    private final Counter waiting = new Counter();
    private long growth;
    private long sent;

    /// @param memory    bytes for what peers send us
    /// @param sentLimit bytes for what we sent and peers did not yet take
    public Budgets(long memory, long sentLimit) {
        this.memory = memory;
        this.growthLimit = memory * GROWTH_PERCENT / 100;
        this.sentLimit = sentLimit;
    }

    /// The share of one of `loops` loops: half of the heap for receiving, a quarter for sending.
    public static Budgets shareOf(int loops) {
        long heap = Runtime.getRuntime().maxMemory();
        return new Budgets(heap / 2 / loops, heap / 4 / loops);
    }

    public void waits(long bytes) {
        waiting.add(bytes);
    }

    public long waitingBytes() {
        return waiting.get();
    }

    /// Whether new streams must be refused.
    public boolean isTight() {
        return waiting.get() * 100 > memory * REFUSE_PERCENT;
    }

    /// Whether the stream that holds most must go.
    public boolean isOverdrawn() {
        return waiting.get() > memory;
    }

    public boolean reserveGrowth(long bytes) {
        if (bytes > (growthLimit - growth) / FAIR_PART) return false;
        growth += bytes;
        return true;
    }

    public void returnGrowth(long bytes) {
        growth -= bytes;
    }

    public long growth() {
        return growth;
    }

    /// Whether a stream beyond its first window may keep `bytes` more.
    public boolean reserveSent(long bytes) {
        if (sent + bytes > sentLimit) return false;
        sent += bytes;
        return true;
    }

    public long sent() {
        return sent;
    }

    public void returnSent(long bytes) {
        sent -= bytes;
    }
}
