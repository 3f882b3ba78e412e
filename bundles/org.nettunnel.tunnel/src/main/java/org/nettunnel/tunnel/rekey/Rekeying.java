package org.nettunnel.tunnel.rekey;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.wire.Ceilings;
import org.nettunnel.tunnel.wire.Counter;
import org.nettunnel.tunnel.wire.FrameType;
import org.nettunnel.tunnel.wire.KeyLimits;
import org.nettunnel.tunnel.wire.Rate;
import org.nettunnel.tunnel.wire.Violation;

/// Gives one link new keys whenever it should have them: one side's part of REKEY0 to REKEY4, as the model `rekey.pml` has it.
///
/// Only the initiator starts; the responder asks. While anything is computed data flows under the old keys; only what comes behind a
/// switch frame waits, for its keys. An exchange dies with its link.
/// **Threads:** the link's loop, but the facts; the arithmetic runs elsewhere, one piece at a time.
public abstract sealed class Rekeying permits InitiatorRekeying, ResponderRekeying {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.tunnel");
    private static final double PER_SECOND = Ceilings.REKEYS_PER_MINUTE / 60.0;

    final RekeySite site;
    final RekeyWish wish;
    /// How often the peer may do this for nothing, and we.
    final Rate theirs;
    final Rate ours;
    /// The same, whatever comes of it.
    final Rate theirEarly;
    final Rate ourEarly;
    private final Executor arithmetic;
    private final Counter rekeys = new Counter();
    RekeyParty party;
    /// What the exchange under way may still bring; null where there is none.
    @Nullable Stock underWay;
    private @Nullable Next next;
    private volatile String suite;
    private volatile KeyFacts.Exchange last;
    private volatile List<String> theirSuites;
    private long began;
    private String suiteBefore;
    private boolean isOver;

    /// A frame that waits for its turn.
    ///
    /// @param with    what this side sends under from the next record on; null where nothing changes
    /// @param written what to do when it is
    private record Next(FrameType type, byte[] body, @Nullable Renewal with, Runnable written) {}

    /// Arithmetic of an exchange.
    interface Work<T> {
        T run() throws RekeyFailed;
    }

    /// What follows from it, on the loop.
    interface Then<T> {
        void go(T result) throws Violation;
    }

    Rekeying(RekeySite site, RekeyStart start, Renewal present, KeyLimits limits, Executor arithmetic) {
        this.site = site;
        this.arithmetic = arithmetic;
        party = start.party();
        wish = new RekeyWish(site, present, start, limits);
        theirs = new Rate(Ceilings.TOLERANCE * PER_SECOND, Ceilings.TOLERANCE * Ceilings.REKEYS_PER_MINUTE, site.now());
        ours = new Rate(PER_SECOND, Ceilings.REKEYS_PER_MINUTE, site.now());
        theirEarly = new Rate(Ceilings.TOLERANCE * Ceilings.REKEYS_PER_SECOND, Ceilings.TOLERANCE * Ceilings.REKEY_BURST, site.now());
        ourEarly = new Rate(Ceilings.REKEYS_PER_SECOND, Ceilings.REKEY_BURST, site.now());
        theirSuites = List.copyOf(start.theirs());
        suite = suiteBefore = wish.suite();
        last = new KeyFacts.Exchange(suite, Duration.ZERO);
    }

    /// @param present    what the handshake agreed
    /// @param arithmetic runs what is too long for a loop
    public static Rekeying of(RekeySite site, RekeyStart start, Renewal present, KeyLimits limits, Executor arithmetic) {
        return present.keys().initiator() ? new InitiatorRekeying(site, start, present, limits, arithmetic)
                : new ResponderRekeying(site, start, present, limits, arithmetic);
    }

    // turns and time

    /// In a turn of the link, before its DATA: begins what is wanted, and writes what is due.
    public final void speak() throws Violation {
        long now = site.now();
        if (isOver) return;
        if (wish.isKeyUsedUp(now)) throw new Violation(CloseCode.KEY_LIMIT, "a key of this link is used up and no new one was agreed");
        if (wish.isStuckTooLong(now, underWay, isWaiting())) throw new Violation(CloseCode.NO_COMMON_SUITE,
                "a suite or compression left one of the nodes, and new keys without it were not agreed in time");
        if (underWay == null && next == null) begin(now);
        Next due = next;
        if (due != null) write(due);
        site.wakeAt(wish.nextLook(now));
    }

    /// Nothing is under way: begins what is wanted.
    abstract void begin(long now);

    /// Whether the peer waits for an answer that nothing here allows.
    boolean isWaiting() {
        return false;
    }

    /// Whether a suite is here that the peer had when it last said.
    boolean hasCommonSuite() {
        return wish.hasOneOf(theirSuites);
    }

    /// Asking for what cannot be agreed would only end the link: the peer has none of the suites here, and would have said if another came.
    boolean isHopeless() {
        return !hasCommonSuite() && !wish.hasUntold();
    }

    /// What the peer says that it has.
    ///
    /// @param suites null of one that does not say
    void learns(@Nullable List<String> suites) {
        if (suites != null) theirSuites = List.copyOf(suites);
    }

    /// Whether it is too early to begin one now; then it is looked at again when it is not.
    ///
    /// @param isForNothing whether the peer may see no reason for it
    boolean mustWait(long now, boolean isForNothing) {
        if (!wish.isFar(now)) return false;
        long left = Math.max(ourEarly.untilNext(now), isForNothing ? ours.untilNext(now) : 0);
        if (left > 0) {
            site.wakeAt(now + left);
            return true;
        }
        ourEarly.take(now);
        if (isForNothing) ours.take(now);
        return false;
    }

    void say(FrameType type, byte[] body, @Nullable Renewal with, Runnable written) {
        next = new Next(type, body, with, written);
        site.wantsTurn();
    }

    private void write(Next due) throws Violation {
        next = null;
        site.write(due.type, due.body);
        Renewal with = due.with;
        if (with != null) {
            site.sends(with);
            wish.sends(with, site.now());
            suite = wish.suite();
        }
        due.written.run();
    }

    // what the peer says

    /// A REKEY frame; the two that switch ended their record.
    public final void received(FrameType type, byte[] body) throws Violation {
        if (type == FrameType.REKEY0) asked();
        else if (type == FrameType.REKEY1) offered(body);
        else if (type == FrameType.REKEY2) chosen(body);
        else if (type == FrameType.REKEY3) confirmed(body);
        else if (type == FrameType.REKEY4) ended(body);
        else throw new IllegalArgumentException(type + " is no frame of rekeying");
    }

    void asked() throws Violation {
        throw outOfTurn(FrameType.REKEY0);
    }

    void offered(byte[] body) throws Violation {
        throw outOfTurn(FrameType.REKEY1);
    }

    void chosen(byte[] body) throws Violation {
        throw outOfTurn(FrameType.REKEY2);
    }

    void confirmed(byte[] body) throws Violation {
        throw outOfTurn(FrameType.REKEY3);
    }

    void ended(byte[] body) throws Violation {
        throw outOfTurn(FrameType.REKEY4);
    }

    static Violation outOfTurn(FrameType type) {
        return new Violation(type + " out of turn");
    }

    // what both sides do

    /// The first message of an exchange is made, or came.
    void begins() {
        began = site.now();
        suiteBefore = suite;
    }

    /// Leaves the loop for `work` and comes back with its result, if the link still lives then.
    <T> void compute(Work<T> work, Then<T> then) {
        arithmetic.execute(() -> {
            try {
                T result = work.run();
                site.soon(() -> goOn(result, then));
            } catch (RekeyFailed failed) {
                site.soon(() -> fails(failed.code(), String.valueOf(failed.getMessage())));
            } catch (RuntimeException | LinkageError left) {
                // the link alone: a bundle may have been uninstalled under it, and the next handshake takes what is there
                LOG.log(Level.WARNING, "an exchange of new keys could not be computed; its link is dialled again", left);
                site.soon(() -> fails(CloseCode.NO_COMMON_SUITE, "new keys could not be computed: " + left));
            }
        });
    }

    private <T> void goOn(T result, Then<T> then) {
        if (isOver) {
            // what was computed meanwhile is wiped too
            close();
            return;
        }
        try {
            then.go(result);
        } catch (Violation violation) {
            fails(violation.code(), String.valueOf(violation.getMessage()));
        }
    }

    void receives(Renewal renewal) throws Violation {
        site.receives(renewal);
        wish.receives(renewal, site.now());
        site.goOn();
    }

    /// Both directions have the new keys.
    void done(Renewal renewal) {
        renewal.wipe();
        underWay = null;
        rekeys.add(1);
        last = new KeyFacts.Exchange(suiteBefore, Duration.ofNanos(site.now() - began));
        site.rekeyed();
        site.released();
        // whoever still wants something looks again
        site.wantsTurn();
    }

    private void fails(CloseCode code, String reason) {
        if (isOver) return;
        close();
        site.fails(code, reason);
    }

    /// The link is over, and with it what was under way.
    public void close() {
        isOver = true;
        underWay = null;
        next = null;
        party.chain().wipe();
        site.released();
    }

    /// Whether something of that kind seals, opens or compresses, or an exchange under way may bring it.
    public final boolean uses(Predicate<Object> what) {
        Stock coming = underWay;
        return !isOver && (wish.uses(what) || coming != null && coming.has(what));
    }

    /// What seals, opens and compresses now, by the very object.
    public final Set<Object> used() {
        return isOver ? Set.of() : wish.used();
    }

    // facts, for any thread

    /// @param epoch of what is sent
    public KeyFacts facts(int epoch) {
        return new KeyFacts(suite, epoch, rekeys.get(), last, theirSuites);
    }
}
