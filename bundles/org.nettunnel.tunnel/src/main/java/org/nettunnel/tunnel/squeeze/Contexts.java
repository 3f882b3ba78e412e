package org.nettunnel.tunnel.squeeze;

import org.nettunnel.tunnel.wire.Budgets;
import org.nettunnel.tunnel.wire.Ceilings;
import org.nettunnel.tunnel.wire.PeerTally;

/// Counts the compression contexts of a link, as part of its session's and, by their memory, of the process's: ours, as many as the peer
/// keeps, and the peer's, as many as we said.
///
/// **Threads:** the link's loop.
public final class Contexts {
    /// What becomes of one more that the peer starts.
    public enum Room { THERE, NO_MEMORY, TOO_MANY }

    private final PeerTally tally;
    private final Budgets budgets;
    private final int peerKeeps;
    private final int weKeep;

    public Contexts(PeerTally tally, Budgets budgets, int peerKeeps, int weKeep) {
        this.tally = tally;
        this.budgets = budgets;
        this.peerKeeps = peerKeeps;
        this.weKeep = weKeep;
    }

    /// Whether the peer keeps one more for us, and we have its memory.
    public boolean take(long bytes) {
        if (tally.ourContexts().incrementAndGet() <= peerKeeps && budgets.takeContext(bytes)) return true;
        tally.ourContexts().decrementAndGet();
        return false;
    }

    void sent(int plain, int wire) {
        budgets.sentCompressed(plain, wire);
    }

    void received(int plain, int wire) {
        budgets.receivedCompressed(plain, wire);
    }

    public void giveBack(long bytes) {
        tally.ourContexts().decrementAndGet();
        budgets.dropContext(bytes);
    }

    /// Whether we keep one more for the peer. Its first ones are its own, whatever others hold.
    public Room hold(long bytes) {
        int count = tally.theirContexts().incrementAndGet();
        Room room = count > Ceilings.TOLERANCE * weKeep ? Room.TOO_MANY
                : budgets.holdContext(bytes, count <= Ceilings.SURE_CONTEXTS) ? Room.THERE : Room.NO_MEMORY;
        if (room != Room.THERE) tally.theirContexts().decrementAndGet();
        return room;
    }

    public void drop(long bytes) {
        tally.theirContexts().decrementAndGet();
        budgets.releaseContext(bytes);
    }
}
