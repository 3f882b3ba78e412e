package org.nettunnel.tunnel.squeeze;

import org.nettunnel.tunnel.wire.PeerRates;

/// Counts the compression contexts of a link: ours, as many as the peer keeps, and the peer's, as many as we said.
///
/// **Threads:** the link's loop.
public final class Contexts {
    private final int peerKeeps;
    private final int weKeep;
    private int sending;
    private int receiving;

    public Contexts(int peerKeeps, int weKeep) {
        this.peerKeeps = peerKeeps;
        this.weKeep = weKeep;
    }

    /// Whether the peer keeps one more for us.
    public boolean take() {
        if (sending >= peerKeeps) return false;
        sending++;
        return true;
    }

    public void giveBack() {
        sending--;
    }

    /// Whether we keep one more for the peer.
    public boolean hold() {
        return ++receiving <= PeerRates.TOLERANCE * weKeep;
    }

    public void drop() {
        receiving--;
    }
}
