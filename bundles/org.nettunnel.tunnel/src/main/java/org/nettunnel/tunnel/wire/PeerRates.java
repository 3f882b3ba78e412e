package org.nettunnel.tunnel.wire;

import org.nettunnel.api.tunnel.CloseCode;

/// What a peer may do how often on one link (protocol section 9), counted at twice the announced figure; and our own pace of OPENs.
///
/// **Threads:** the link's loop.
public final class PeerRates {
    /// A receiver acts at so many times what it announced.
    public static final int TOLERANCE = 2;
    /// Answers to RESET and REFUSED that may wait for a peer to read.
    public static final int ANSWERS = 16_384;
    private static final int OPENS = 20_000;
    private static final int CREDITS = 200;
    private static final int PINGS = 2;
    private static final int PING_BURST = 16;

    public final Rate ourOpens;
    private final Rate opens;
    private final Rate resets;
    private final Rate credits;
    private final Rate pings;
    private final Rate ourCredits;

    public PeerRates(long now) {
        int factor = TOLERANCE;
        ourOpens = new Rate(OPENS, OPENS, now);
        opens = new Rate(factor * OPENS, factor * OPENS, now);
        resets = new Rate(factor * OPENS, factor * OPENS, now);
        credits = new Rate(factor * CREDITS, factor * CREDITS, now);
        ourCredits = new Rate(CREDITS, CREDITS, now);
        pings = new Rate(factor * PINGS, factor * PING_BURST, now);
    }

    public void open(long now) throws Violation {
        if (!opens.take(now)) throw new Violation(CloseCode.BUSY, "more than " + OPENS + " OPEN frames a second");
    }

    public void reset(long now) throws Violation {
        if (!resets.take(now)) throw new Violation(CloseCode.BUSY, "more than " + OPENS + " RESET frames a second");
    }

    /// We sent DATA or FIN: the peer may send a CREDIT for it.
    public void sentData() {
        credits.allow();
    }

    public void credit(long now) throws Violation {
        if (!credits.take(now)) throw new Violation("more CREDIT frames than DATA was sent");
    }

    /// The peer sent DATA or FIN: we may send a CREDIT for it.
    public void receivedData() {
        ourCredits.allow();
    }

    public boolean mayCredit(long now) {
        return ourCredits.take(now);
    }

    public void ping(long now) throws Violation {
        if (!pings.take(now)) throw new Violation("more than " + PINGS + " PING frames a second");
    }
}
