package org.nettunnel.tunnel.rekey;

import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;
import org.nettunnel.tunnel.rekey.ResponderExchange.Conclusion;
import org.nettunnel.tunnel.wire.Ceilings;
import org.nettunnel.tunnel.wire.FrameType;
import org.nettunnel.tunnel.wire.KeyLimits;
import org.nettunnel.tunnel.wire.Rate;
import org.nettunnel.tunnel.wire.Violation;

/// The side that was dialled: it asks for exchanges, and answers. The methods stand in the order of one.
final class ResponderRekeying extends Rekeying {
    private enum Phase { IDLE, CHOOSING, CHOSEN, CONCLUDING, CONCLUDED }

    private Phase phase = Phase.IDLE;
    /// REKEY0 was sent, and REKEY1 has not come since.
    private boolean hasAsked;
    private @Nullable ResponderExchange exchange;
    private RekeyWish.@Nullable Names theirNames;
    /// REKEY1 that came while the cryptography was away.
    private byte @Nullable [] unanswered;
    private boolean isUnasked;
    /// How often the peer may begin one early, whatever it offers.
    private final Rate early;

    ResponderRekeying(RekeySite site, RekeyStart start, Renewal present, KeyLimits limits, Executor arithmetic) {
        super(site, start, present, limits, arithmetic);
        early = new Rate(Ceilings.TOLERANCE * Ceilings.REKEYS_PER_SECOND, Ceilings.TOLERANCE * Ceilings.REKEY_BURST, site.now());
    }

    @Override
    void begin(long now) {
        byte[] offer = unanswered;
        if (offer != null) choose(offer);
        if (phase != Phase.IDLE) return;
        if (hasAsked || !wish.isWanted(now)) return;
        if (wish.isFar(now) && !ours.take(now)) {
            site.wakeAt(now + ours.untilNext(now));
            return;
        }
        hasAsked = true;
        say(FrameType.REKEY0, new byte[0], null, () -> {});
    }

    @Override
    void offered(byte[] body) throws Violation {
        if (phase != Phase.IDLE) throw outOfTurn(FrameType.REKEY1);
        isUnasked = !hasAsked && wish.isFar(site.now());
        if (isUnasked && !early.take(site.now())) throw new Violation("REKEY1 more often than " + Ceilings.REKEYS_PER_SECOND + " times a second");
        hasAsked = false;
        phase = Phase.CHOOSING;
        begins();
        choose(body);
    }

    /// Waits where the bundle of the cryptography is away: the answer is given when it is back.
    private void choose(byte[] body) {
        Stock stock = wish.stock();
        RekeyCrypto crypto = stock.crypto();
        unanswered = crypto == null ? body : null;
        if (crypto == null) return;
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
