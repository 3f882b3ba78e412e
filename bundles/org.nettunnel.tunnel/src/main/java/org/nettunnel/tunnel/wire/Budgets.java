package org.nettunnel.tunnel.wire;

import org.nettunnel.api.tunnel.EngineLoad;

/// What the streams of one loop hold of the process's [Memory].
///
/// Of the heap, four counts: bytes that wait for slow local sockets, growth of windows (promised, not yet there), and bytes that were sent and not
/// yet delivered, within and beyond each stream's first window. Outside the heap, two: compression contexts, ours and those kept for peers. What is counted is the memory that the bytes take, not their number.
/// **Threads:** its loop; the counts from any.
public final class Budgets {
    private final Memory memory;
    private final Counter waiting = new Counter();
    private final Counter growth = new Counter();
    private final Counter kept = new Counter();
    private final Counter sent = new Counter();
    private final Counter ourContexts = new Counter();
    private final Counter peerContexts = new Counter();
    private final Counter sentPlain = new Counter();
    private final Counter sentWire = new Counter();
    private final Counter receivedPlain = new Counter();
    private final Counter receivedWire = new Counter();
    /// Set once, before the loop runs.
    private volatile Runnable relief = () -> {};

    Budgets(Memory memory) {
        this.memory = memory;
    }

    /// Of a loop alone, for tests.
    ///
    /// @param memory    bytes for what peers send us
    /// @param sentLimit bytes for what we sent and peers did not yet take, beyond first windows
    public Budgets(long memory, long sentLimit) {
        this(memory, sentLimit, memory + sentLimit);
    }

    /// @param keptLimit the same with the first windows
    public Budgets(long memory, long sentLimit, long keptLimit) {
        this.memory = new Memory(new Memory.Limits(memory, memory * Ceilings.GROWTH_PERCENT / 100, sentLimit, keptLimit), this);
    }

    /// @param relief ends, on the loop, the stream that holds most while there is too much; called by any
    public void whenFull(Runnable relief) {
        this.relief = relief;
    }

    public void waits(long bytes) {
        waiting.add(bytes);
    }

    public long waitingBytes() {
        return waiting.get();
    }

    /// Whether new streams must be refused.
    public boolean isTight() {
        return memory.isTight();
    }

    /// Whether the stream of this loop must go for which most waits; where most waits on another loop, that one is told.
    public boolean mustDropWaiting() {
        return memory.isFullOfWaiting() && isMine(memory.largest(Budgets::waitingBytes));
    }

    /// Whether the stream of this loop must go whose peer takes least of what was sent; where there is more on another loop, that one is told.
    public boolean mustDropSent() {
        return memory.isFullOfSent() && isMine(memory.largest(Budgets::keptBytes));
    }

    private boolean isMine(Budgets largest) {
        if (largest != this) largest.relief.run();
        return largest == this;
    }

    public boolean reserveGrowth(long bytes) {
        if (!memory.mayGrow(bytes)) return false;
        growth.add(bytes);
        return true;
    }

    public void returnGrowth(long bytes) {
        growth.add(-bytes);
    }

    public long growth() {
        return growth.get();
    }

    /// Counts bytes that are kept until they are delivered, reserved or not.
    public void keeps(long bytes) {
        kept.add(bytes);
    }

    /// Whether a stream beyond its first window may keep `bytes` more.
    public boolean reserveSent(long bytes) {
        if (!memory.maySend(bytes)) return false;
        sent.add(bytes);
        return true;
    }

    public void returnSent(long bytes) {
        sent.add(-bytes);
    }

    public long sentBytes() {
        return sent.get();
    }

    public long keptBytes() {
        return kept.get();
    }

    /// Whether there is memory for one more context to compress with.
    public boolean takeContext(long bytes) {
        if (!memory.mayHold(Budgets::ourContextBytes, bytes)) return false;
        ourContexts.add(bytes);
        return true;
    }

    public void dropContext(long bytes) {
        ourContexts.add(-bytes);
    }

    /// Whether there is memory for one more context that is kept for a peer.
    ///
    /// @param isSure whether the peer has it coming to it in any case
    public boolean holdContext(long bytes, boolean isSure) {
        if (!isSure && !memory.mayHold(Budgets::peerContextBytes, bytes)) return false;
        peerContexts.add(bytes);
        return true;
    }

    public void releaseContext(long bytes) {
        peerContexts.add(-bytes);
    }

    /// How many contexts of `bytes` a further peer may be promised: half of those there is room for. From any thread.
    public int contextsToPromise(long bytes, int most) {
        return memory.contextsToPromise(bytes, most);
    }

    /// A frame that was sent compressed.
    public void sentCompressed(int plain, int wire) {
        sentPlain.add(plain);
        sentWire.add(wire);
    }

    /// A frame that came compressed.
    public void receivedCompressed(int plain, int wire) {
        receivedPlain.add(plain);
        receivedWire.add(wire);
    }

    EngineLoad.Compressed compressed() {
        return new EngineLoad.Compressed(sentPlain.get(), sentWire.get(), receivedPlain.get(), receivedWire.get());
    }

    public long ourContextBytes() {
        return ourContexts.get();
    }

    public long peerContextBytes() {
        return peerContexts.get();
    }
}
