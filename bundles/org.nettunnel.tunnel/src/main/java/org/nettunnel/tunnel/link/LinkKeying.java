package org.nettunnel.tunnel.link;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.rekey.KeyFacts;
import org.nettunnel.tunnel.rekey.RekeySite;
import org.nettunnel.tunnel.rekey.Rekeying;
import org.nettunnel.tunnel.rekey.Renewal;
import org.nettunnel.tunnel.squeeze.Agreement;
import org.nettunnel.tunnel.squeeze.Contexts;
import org.nettunnel.tunnel.wire.FrameType;
import org.nettunnel.tunnel.wire.RecordCounter;
import org.nettunnel.tunnel.wire.RecordOpener;
import org.nettunnel.tunnel.wire.RecordSealer;
import org.nettunnel.tunnel.wire.Violation;

/// The keys of one link: what seals and opens, and how new ones take their place while it lives.
///
/// **Threads:** the link's loop, but [#soon] and the facts.
final class LinkKeying implements RekeySite {
    final RecordSealer sealer;
    final RecordOpener opener;
    private final Link link;
    private final Lane lane;
    /// Null where the handshake left nothing to go on from.
    private final @Nullable Rekeying rekeying;
    private final String firstSuite;
    /// Each direction's changes with its keys.
    Agreement sendingAgreement;
    Agreement receivingAgreement;
    private volatile int epoch;

    LinkKeying(Link link, Lane lane, Link.Parts parts) {
        this.link = link;
        this.lane = lane;
        sealer = new RecordSealer(parts.keys(), lane.settings.keys());
        opener = new RecordOpener(parts.keys(), lane.settings.keys());
        sendingAgreement = receivingAgreement = Agreement.of(parts.terms(),
                new Contexts(lane.tally, lane.loop.budgets, parts.terms().peerContexts(), lane.settings.contexts()), link.loop.entropy, link.loop.scratch);
        firstSuite = parts.keys().suite().name();
        var start = parts.rekey();
        rekeying = start == null ? null : Rekeying.of(this, start, new Renewal(parts.keys(), parts.terms().compressions()), lane.settings.keys(),
                work -> Thread.ofVirtual().name("rekey-").start(work));
    }

    /// In a turn, before its DATA.
    void speak() throws Violation {
        Rekeying mine = rekeying;
        if (mine != null) mine.speak();
    }

    void frame(FrameType type, byte[] bytes, int at, int length) throws Violation {
        Rekeying mine = rekeying;
        if (mine == null) throw new Violation(type + " on a link without rekeying");
        byte[] body = new byte[length];
        System.arraycopy(bytes, at, body, 0, length);
        mine.received(type, body);
    }

    void close() {
        Rekeying mine = rekeying;
        if (mine != null) mine.close();
    }

    /// When nothing is sealed or opened any more.
    void forget() {
        sealer.close();
        opener.close();
    }

    // what rekeying asks of its link

    @Override
    public long now() {
        return link.loop.now();
    }

    @Override
    public RecordCounter sealed() {
        return sealer.counter();
    }

    @Override
    public RecordCounter opened() {
        return opener.counter();
    }

    @Override
    public void wantsTurn() {
        link.wantsTurn();
    }

    @Override
    public void wakeAt(long due) {
        link.clock.arm(due);
    }

    @Override
    public void soon(Runnable task) {
        try {
            link.loop.execute(task);
        } catch (RejectedExecutionException closed) {
            // its links are over too
        }
    }

    @Override
    public void hold() {
        link.interest.hold(true);
    }

    @Override
    public void goOn() {
        link.interest.hold(false);
        link.loop.nextTurn(link::read);
    }

    @Override
    public void write(FrameType type, byte[] body) throws Violation {
        int at = link.outbox.frame(type, 0, body.length);
        System.arraycopy(body, 0, link.outbox.small(), at, body.length);
        if (type == FrameType.REKEY3 || type == FrameType.REKEY4) link.outbox.endRecord();
    }

    @Override
    public void sends(Renewal renewal) throws Violation {
        try {
            sealer.enter(renewal.keys());
        } catch (RuntimeException | LinkageError gone) {
            throw Violation.suiteIsGone(gone);
        }
        epoch = sealer.counter().epoch();
        sendingAgreement = sendingAgreement.with(renewal.compressions());
        lane.entries.forEach(entry -> {
            if (entry instanceof Stream stream) stream.sending.newContext();
        });
    }

    @Override
    public void receives(Renewal renewal) throws Violation {
        try {
            opener.enter(renewal.keys());
        } catch (RuntimeException | LinkageError gone) {
            throw Violation.suiteIsGone(gone);
        }
        receivingAgreement = receivingAgreement.with(renewal.compressions());
        lane.entries.forEach(entry -> {
            if (entry instanceof Stream stream) stream.receiving.newContext();
        });
    }

    /// Whether a record may be sealed, opened, compressed or agreed by something of that kind.
    boolean uses(Predicate<Object> what) {
        Rekeying mine = rekeying;
        return mine == null ? what.test(firstSuite) : mine.uses(what);
    }

    /// What records are sealed, opened and compressed with; each once.
    Set<Object> used() {
        Rekeying mine = rekeying;
        return mine == null ? Set.of() : mine.used();
    }

    @Override
    public void released() {
        link.loop.released();
    }

    @Override
    public void rekeyed() {
        lane.owner.rekeyed(lane, link);
    }

    @Override
    public void fails(CloseCode code, String reason) {
        link.fail(code, reason);
    }

    /// For any thread.
    KeyFacts facts() {
        Rekeying mine = rekeying;
        return mine == null ? new KeyFacts(firstSuite, epoch, 0, new KeyFacts.Exchange(firstSuite, Duration.ZERO), List.of()) : mine.facts(epoch);
    }
}
