package org.nettunnel.tunnel.squeeze;

import org.nettunnel.tunnel.wire.Ceilings;
import org.nettunnel.tunnel.wire.PeerTally;

/// Counts the compression contexts of a link, as part of its session's: ours, as many as the peer keeps, and the peer's, as many as we said.
///
/// **Threads:** the link's loop.
public final class Contexts {
    private final PeerTally tally;
    private final int peerKeeps;
    private final int weKeep;

    public Contexts(PeerTally tally, int peerKeeps, int weKeep) {
        this.tally = tally;
        this.peerKeeps = peerKeeps;
        this.weKeep = weKeep;
    }

    /// Whether the peer keeps one more for us.
    public boolean take() {
        if (tally.ourContexts().incrementAndGet() <= peerKeeps) return true;
        giveBack();
        return false;
    }

    public void giveBack() {
        tally.ourContexts().decrementAndGet();
    }

    /// Whether we keep one more for the peer.
    public boolean hold() {
        if (tally.theirContexts().incrementAndGet() <= Ceilings.TOLERANCE * weKeep) return true;
        drop();
        return false;
    }

    public void drop() {
        tally.theirContexts().decrementAndGet();
    }
}
