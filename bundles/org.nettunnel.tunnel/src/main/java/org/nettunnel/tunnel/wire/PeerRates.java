package org.nettunnel.tunnel.wire;

/// What one link may carry: PINGs, and a CREDIT for each DATA and FIN of the other direction; beyond that what the session has left.
///
/// Each link begins with PINGs of its own to measure the way, so they are not the session's to count: it may have many links in a short time.
///
/// **Threads:** the link's loop.
public final class PeerRates {
    private final PeerTally tally;
    private final Rate pings;
    private long credits;
    private long ourCredits;

    public PeerRates(PeerTally tally, long now) {
        this.tally = tally;
        this.pings = PeerTally.received(Ceilings.PINGS_PER_SECOND, Ceilings.PING_BURST, now);
    }

    public void ping(long now) throws Violation {
        if (!pings.take(now)) throw new Violation("more than " + Ceilings.PINGS_PER_SECOND + " PING frames a second");
    }

    /// A PONG that answers no PING of ours, or an old one.
    public void stalePong(long now) throws Violation {
        if (!pings.take(now)) throw new Violation("more than " + Ceilings.PINGS_PER_SECOND + " PONG frames a second without a PING");
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
