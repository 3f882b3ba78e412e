package org.nettunnel.tunnel.rekey;

import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;
import org.nettunnel.tunnel.rekey.InitiatorExchange.Answer;
import org.nettunnel.tunnel.wire.Ceilings;
import org.nettunnel.tunnel.wire.FrameType;
import org.nettunnel.tunnel.wire.KeyLimits;
import org.nettunnel.tunnel.wire.Violation;

/// The side that dialled: it starts exchanges, for itself or because it was asked. The methods stand in the order of one.
final class InitiatorRekeying extends Rekeying {
    private enum Phase { IDLE, OFFERING, OFFERED, ANSWERING, SWITCHED, FINISHING }

    private Phase phase = Phase.IDLE;
    private boolean isAsked;
    /// What the question cost of what the peer may ask for nothing: given back once, when something came of it.
    private boolean hasPaid;
    private boolean isPaid;
    private @Nullable InitiatorExchange exchange;
    private @Nullable Renewal renewal;

    InitiatorRekeying(RekeySite site, RekeyStart start, Renewal present, KeyLimits limits, Executor arithmetic) {
        super(site, start, present, limits, arithmetic);
    }

    /// Ignored while an exchange runs: the responder looks again when that is over.
    @Override
    void asked() throws Violation {
        if (phase != Phase.IDLE) return;
        long now = site.now();
        hasPaid = wish.isFar(now);
        if (hasPaid && !theirEarly.take(now)) throw new Violation("REKEY0 more often than " + Ceilings.REKEYS_PER_SECOND + " times a second");
        if (hasPaid && !theirs.take(now)) throw new Violation("REKEY0 more often than 6 times a minute, for nothing");
        isAsked = true;
        site.wantsTurn();
    }

    @Override
    void begin(long now) {
        Stock stock = wish.stock();
        RekeyCrypto crypto = stock.crypto();
        if (crypto == null || stock.suites().isEmpty()) return;
        // the same names by other bundles: nothing that the peer could see
        if (!isAsked && (!wish.isWanted(now) || isHopeless() || mustWait(now, !wish.hasNews()))) return;
        isPaid = isAsked && hasPaid;
        isAsked = false;
        underWay = stock;
        wish.offers(stock);
        InitiatorExchange fresh = new InitiatorExchange(party, stock, crypto);
        exchange = fresh;
        phase = Phase.OFFERING;
        begins();
        compute(fresh::offer, body -> say(FrameType.REKEY1, body, null, () -> phase = Phase.OFFERED));
    }

    @Override
    void chosen(byte[] body) throws Violation {
        InitiatorExchange mine = exchange;
        if (phase != Phase.OFFERED || mine == null) throw outOfTurn(FrameType.REKEY2);
        phase = Phase.ANSWERING;
        compute(() -> mine.answer(body), this::confirms);
    }

    private void confirms(Answer answer) {
        renewal = answer.renewal();
        // an exchange that changed something was not for nothing
        if (isPaid && wish.isNew(answer.renewal())) theirs.allow();
        learns(answer.theirSuites());
        say(FrameType.REKEY3, answer.body(), answer.renewal(), () -> phase = Phase.SWITCHED);
    }

    @Override
    void ended(byte[] body) throws Violation {
        InitiatorExchange mine = exchange;
        Renewal agreed = renewal;
        if (phase != Phase.SWITCHED || mine == null || agreed == null) throw outOfTurn(FrameType.REKEY4);
        phase = Phase.FINISHING;
        site.hold();
        compute(() -> mine.finish(body), next -> {
            party = next;
            phase = Phase.IDLE;
            exchange = null;
            renewal = null;
            receives(agreed);
            done(agreed);
        });
    }

    @Override
    public void close() {
        InitiatorExchange mine = exchange;
        if (mine != null) mine.wipe();
        Renewal agreed = renewal;
        if (agreed != null) agreed.wipe();
        super.close();
    }
}
