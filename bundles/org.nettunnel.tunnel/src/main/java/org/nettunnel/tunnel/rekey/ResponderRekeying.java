package org.nettunnel.tunnel.rekey;

import java.util.List;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;
import org.nettunnel.tunnel.rekey.ResponderExchange.Conclusion;
import org.nettunnel.tunnel.wire.Ceilings;
import org.nettunnel.tunnel.wire.FrameType;
import org.nettunnel.tunnel.wire.KeyLimits;
import org.nettunnel.tunnel.wire.Violation;

/// The side that was dialled: it asks for exchanges, and answers. The methods stand in the order of one.
final class ResponderRekeying extends Rekeying {
    private enum Phase { IDLE, CHOOSING, CHOSEN, CONCLUDING, CONCLUDED }

    private Phase phase = Phase.IDLE;
    /// REKEY0 was sent, and REKEY1 has not come since.
    private boolean hasAsked;
    private @Nullable ResponderExchange exchange;
    private RekeyWish.@Nullable Names theirNames;
    /// REKEY1 that came while the cryptography was away, or offers no suite that is here just now.
    private byte @Nullable [] unanswered;
    private boolean isUnasked;
    /// What the question cost of what may be asked for nothing: given back once, when something came of it.
    private boolean hasPaid;
    private boolean isPaid;

    ResponderRekeying(RekeySite site, RekeyStart start, Renewal present, KeyLimits limits, Executor arithmetic) {
        super(site, start, present, limits, arithmetic);
    }

    @Override
    void begin(long now) {
        byte[] offer = unanswered;
        if (offer != null) choose(offer);
        if (phase != Phase.IDLE) return;
        boolean isForNothing = !wish.mustChange();
        if (hasAsked || !wish.isWanted(now) || isHopeless() || mustWait(now, isForNothing)) return;
        hasAsked = true;
        hasPaid = isForNothing && wish.isFar(now);
        say(FrameType.REKEY0, new byte[0], null, () -> {});
    }

    @Override
    void offered(byte[] body) throws Violation {
        if (phase != Phase.IDLE) throw outOfTurn(FrameType.REKEY1);
        isPaid = hasAsked && hasPaid;
        isUnasked = !hasAsked && wish.isFar(site.now());
        if (isUnasked && !theirEarly.take(site.now())) throw new Violation("REKEY1 more often than " + Ceilings.REKEYS_PER_SECOND + " times a second");
        hasAsked = false;
        phase = Phase.CHOOSING;
        begins();
        learns(suites(body));
        choose(body);
    }

    private static List<String> suites(byte[] offer) throws Violation {
        try {
            return RekeyCodec.offer(offer).suites();
        } catch (RekeyFailed malformed) {
            throw new Violation(malformed.code(), String.valueOf(malformed.getMessage()));
        }
    }

    @Override
    boolean isWaiting() {
        return unanswered != null && wish.stock().crypto() != null;
    }

    /// Waits where the bundle of the cryptography is away, or every suite that both have: the answer is given when one is back.
    private void choose(byte[] body) {
        Stock stock = wish.stock();
        RekeyCrypto crypto = stock.crypto();
        unanswered = crypto == null || !hasCommonSuite() ? body : null;
        if (crypto == null || unanswered != null) return;
        underWay = stock;
        wish.offers(stock);
        ResponderExchange fresh = new ResponderExchange(party, stock, crypto);
        exchange = fresh;
        compute(() -> fresh.choose(body), choice -> {
            RekeyWish.Names names = fresh.theirNames();
            if (isUnasked && names.equals(theirNames) && !theirs.take(site.now()))
                throw new Violation("REKEY1 more often than 6 times a minute, for nothing");
            theirNames = names;
            say(FrameType.REKEY2, choice, null, () -> phase = Phase.CHOSEN);
        });
    }

    @Override
    void confirmed(byte[] body) throws Violation {
        ResponderExchange mine = exchange;
        if (phase != Phase.CHOSEN || mine == null) throw outOfTurn(FrameType.REKEY3);
        phase = Phase.CONCLUDING;
        site.hold();
        compute(() -> mine.conclude(body), this::concludes);
    }

    private void concludes(Conclusion conclusion) throws Violation {
        party = conclusion.next();
        exchange = null;
        phase = Phase.CONCLUDED;
        if (isPaid && wish.isOther(conclusion.renewal())) ours.allow();
        receives(conclusion.renewal());
        say(FrameType.REKEY4, conclusion.body(), conclusion.renewal(), () -> {
            phase = Phase.IDLE;
            done(conclusion.renewal());
        });
    }

    @Override
    public void close() {
        ResponderExchange mine = exchange;
        if (mine != null) mine.wipe();
        super.close();
    }
}
