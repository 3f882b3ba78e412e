package org.nettunnel.tunnel.wire;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToLongFunction;

import org.nettunnel.api.tunnel.EngineLoad;

/// The memory that the streams of this process may take, whichever loops they are on.
///
/// Each loop counts its own in its [Budgets], without a lock; the sums are made of what the others last counted, a moment late at most.
/// **Threads:** any.
public final class Memory {
    /// One stream never takes more than this part of what is free, so that later ones find some.
    private static final int FAIR_PART = 4;

    /// @param waiting bytes that wait for local sockets
    /// @param growth  promised growth of windows, of those
    /// @param sent    bytes sent and not delivered, up to which streams may keep more than their first window
    /// @param kept    bytes sent and not delivered, in all
    public record Limits(long waiting, long growth, long sent, long kept) {
        /// For this process.
        public static Limits ofHeap() {
            return of(Runtime.getRuntime().maxMemory());
        }

        static Limits of(long heap) {
            long waiting = heap / 100 * Ceilings.WAITING_PERCENT;
            return new Limits(waiting, waiting / 100 * Ceilings.GROWTH_PERCENT, heap / 100 * Ceilings.SENT_PERCENT,
                    heap / 100 * Ceilings.KEPT_PERCENT);
        }
    }

    private final Limits limits;
    private final long contexts = Runtime.getRuntime().maxMemory() / 100 * Ceilings.CONTEXT_PERCENT;
    private final List<Budgets> shares = new CopyOnWriteArrayList<>();

    public Memory(Limits limits) {
        this.limits = limits;
    }

    /// Of one loop alone.
    Memory(Limits limits, Budgets only) {
        this.limits = limits;
        shares.add(only);
    }

    /// For this process.
    public static Memory ofHeap() {
        return new Memory(Limits.ofHeap());
    }

    /// What one loop counts.
    public Budgets share() {
        Budgets share = new Budgets(this);
        shares.add(share);
        return share;
    }

    /// Of bytes that wait for local sockets.
    public long waitingBytes() {
        return sum(Budgets::waitingBytes);
    }

    /// Of windows that were promised to grow.
    public long growthBytes() {
        return sum(Budgets::growth);
    }

    /// What travelled compressed so far.
    public EngineLoad.Compressed compressed() {
        return shares.stream().map(Budgets::compressed).reduce(EngineLoad.NONE.compressed(), (one, other) -> new EngineLoad.Compressed(one.sentPlain() + other.sentPlain(),
                one.sentWire() + other.sentWire(), one.receivedPlain() + other.receivedPlain(), one.receivedWire() + other.receivedWire()));
    }

    /// Of bytes that were sent and not yet delivered.
    public long keptBytes() {
        return sum(Budgets::keptBytes);
    }

    private long sum(ToLongFunction<Budgets> count) {
        long sum = 0;
        for (Budgets share : shares) sum += count.applyAsLong(share);
        return sum;
    }

    boolean mayGrow(long bytes) {
        return bytes <= (limits.growth - sum(Budgets::growth)) / FAIR_PART;
    }

    boolean maySend(long bytes) {
        return sum(Budgets::keptBytes) + bytes <= limits.sent;
    }

    /// Whether there is memory outside the heap for a context more, of the kind that is counted.
    boolean mayHold(ToLongFunction<Budgets> count, long bytes) {
        return sum(count) + bytes <= contexts;
    }

    /// How many contexts of `bytes` a further peer may be promised: half of those there is room for.
    int contextsToPromise(long bytes, int most) {
        return Math.clamp((contexts - sum(Budgets::peerContextBytes)) / (2 * bytes), Math.min(Ceilings.SURE_CONTEXTS, most), most);
    }

    /// Whether new streams must be refused.
    boolean isTight() {
        if (sum(Budgets::waitingBytes) > part(limits.waiting)) return true;
        long beyond = sum(Budgets::sentBytes);
        return sum(Budgets::keptBytes) - beyond > part(Math.max(0, limits.kept - beyond));
    }

    /// Whether the stream must go for which most waits.
    boolean isFullOfWaiting() {
        return sum(Budgets::waitingBytes) > limits.waiting;
    }

    /// Whether a stream must go whose peer does not take what was sent.
    boolean isFullOfSent() {
        return sum(Budgets::keptBytes) > limits.kept;
    }

    private static long part(long limit) {
        return limit / 100 * Ceilings.REFUSE_PERCENT;
    }

    /// The share in which most of it is.
    Budgets largest(ToLongFunction<Budgets> count) {
        Budgets largest = shares.getFirst();
        for (Budgets share : shares) if (count.applyAsLong(share) > count.applyAsLong(largest)) largest = share;
        return largest;
    }
}
