package org.nettunnel.tunnel.wire;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.EndpointId;

/// What one peer did and holds on all lanes of its session together (protocol section 9), and what we do at the peer's.
///
/// Nothing in here lies on the path of bytes: it is asked when a stream comes or goes, and for control frames.
/// **Threads:** the loops of the session's lanes.
public final class PeerTally {
    /// Each guarded by itself.
    private final Rate opens;
    private final Rate resets;
    private final Rate credits;
    private final Rate idle;
    private final Rate ourOpens;
    private final Rate ourCredits;

    private final AtomicInteger ours = new AtomicInteger();
    private final AtomicInteger theirs = new AtomicInteger();
    private final AtomicInteger ourContexts = new AtomicInteger();
    private final AtomicInteger theirContexts = new AtomicInteger();
    private final ConcurrentHashMap<EndpointId, Integer> unanswered = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<EndpointId, Integer> dialling = new ConcurrentHashMap<>();

    /// @param now nanoseconds of the loops' clock
    public PeerTally(long now) {
        opens = received(Ceilings.OPENS_PER_SECOND, Ceilings.OPENS_PER_SECOND, now);
        resets = received(Ceilings.RESETS_PER_SECOND, Ceilings.RESETS_PER_SECOND, now);
        credits = received(Ceilings.CREDITS_PER_SECOND, Ceilings.CREDITS_PER_SECOND, now);
        idle = received(Ceilings.IDLE_FRAMES_PER_SECOND, Ceilings.IDLE_FRAME_BURST, now);
        ourOpens = new Rate(Ceilings.OPENS_PER_SECOND, Ceilings.OPENS_PER_SECOND, now);
        ourCredits = new Rate(Ceilings.CREDITS_PER_SECOND, Ceilings.CREDITS_PER_SECOND, now);
    }

    static Rate received(double perSecond, double burst, long now) {
        return new Rate(Ceilings.TOLERANCE * perSecond, Ceilings.TOLERANCE * burst, now);
    }

    private static boolean take(Rate rate, long now) {
        synchronized (rate) {
            return rate.take(now);
        }
    }

    // what comes

    public void open(long now) throws Violation {
        if (!take(opens, now)) throw new Violation(CloseCode.BUSY, "more than " + Ceilings.OPENS_PER_SECOND + " OPEN frames a second");
    }

    /// RESET without *answer*, or REFUSED.
    public void reset(long now) throws Violation {
        if (!take(resets, now)) throw new Violation(CloseCode.BUSY, "more than " + Ceilings.RESETS_PER_SECOND + " RESET frames a second");
    }

    /// A frame that changes nothing.
    public void idle(long now) throws Violation {
        if (!take(idle, now)) throw new Violation(CloseCode.BUSY, "more than " + Ceilings.IDLE_FRAMES_PER_SECOND + " frames a second that change nothing");
    }

    /// A CREDIT for which no DATA was sent.
    boolean spareCredit(long now) {
        return take(credits, now);
    }

    // what we do

    public boolean mayOpen(long now) {
        return take(ourOpens, now);
    }

    /// Nanoseconds until one more OPEN may be sent.
    public long untilOpen(long now) {
        synchronized (ourOpens) {
            return ourOpens.untilNext(now);
        }
    }

    boolean maySpareCredit(long now) {
        return take(ourCredits, now);
    }

    // streams, tombstones included

    /// @param isOurs whether this side opened it
    public void remembers(boolean isOurs) {
        (isOurs ? ours : theirs).incrementAndGet();
    }

    public void forgets(boolean isOurs) {
        (isOurs ? ours : theirs).decrementAndGet();
    }

    public int ours() {
        return ours.get();
    }

    public int theirs() {
        return theirs.get();
    }

    // OPENs without an answer

    /// Ours of an endpoint.
    public int unanswered(EndpointId endpoint) {
        return unanswered.getOrDefault(endpoint, 0);
    }

    public void asked(EndpointId endpoint) {
        unanswered.merge(endpoint, 1, Integer::sum);
    }

    public void answered(EndpointId endpoint) {
        countDown(unanswered, endpoint);
    }

    /// Counts one that the peer opened and we dial, until [#dialReturned]; false when there are too many.
    ///
    /// @param announced how many of one endpoint we said
    public boolean dials(EndpointId endpoint, int announced) {
        if (dialling.merge(endpoint, 1, Integer::sum) <= Ceilings.TOLERANCE * announced) return true;
        dialReturned(endpoint);
        return false;
    }

    public void dialReturned(EndpointId endpoint) {
        countDown(dialling, endpoint);
    }

    private static void countDown(ConcurrentHashMap<EndpointId, Integer> counts, EndpointId endpoint) {
        counts.computeIfPresent(endpoint, (_, count) -> count == 1 ? null : count - 1);
    }

    /// Whether nobody waits for an answer of anybody.
    public boolean isIdle() {
        return unanswered.isEmpty() && dialling.isEmpty();
    }

    // compression contexts

    public AtomicInteger ourContexts() {
        return ourContexts;
    }

    public AtomicInteger theirContexts() {
        return theirContexts;
    }
}
