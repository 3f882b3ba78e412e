package org.nettunnel.tunnel.wire;

/// How much CREDIT goes over one link: one for each DATA and FIN of the other direction, and beyond that what the session has left.
///
/// **Threads:** the link's loop.
public final class PeerRates {
    private final PeerTally tally;
    private long credits;
    private long ourCredits;

    public PeerRates(PeerTally tally) {
        this.tally = tally;
    }

    /// We sent DATA or FIN: the peer may send a CREDIT for it.
    public void sentData() {
        credits++;
    }

    public void credit(long now) throws Violation {
        if (credits > 0) credits--;
        else if (!tally.spareCredit(now)) throw new Violation("more CREDIT frames than DATA was sent");
    }

    /// The peer sent DATA or FIN: we may send a CREDIT for it.
    public void receivedData() {
        ourCredits++;
    }

    public boolean mayCredit(long now) {
        if (ourCredits == 0) return tally.maySpareCredit(now);
        ourCredits--;
        return true;
    }
}
