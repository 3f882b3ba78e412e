package org.nettunnel.tunnel.rekey;

import java.util.ArrayDeque;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.handshake.Offers;
import org.nettunnel.tunnel.handshake.Limits;
import org.nettunnel.tunnel.wire.FrameType;
import org.nettunnel.tunnel.wire.KeyLimits;
import org.nettunnel.tunnel.wire.LinkKeys;
import org.nettunnel.tunnel.wire.RecordCounter;
import org.nettunnel.tunnel.wire.Violation;

/// One end of a link that is made of nothing but keys: records wait in a queue, time stands until it is moved, arithmetic until it is run.
final class FakeSite implements RekeySite {
    /// A record on its way.
    ///
    /// @param type null for one of data
    record Sealed(@Nullable FrameType type, byte[] body, String key, int epoch) {}

    final ArrayDeque<Sealed> wire = new ArrayDeque<>();
    final ArrayDeque<Runnable> work = new ArrayDeque<>();
    final Rekeying rekeying;
    Stock stock;
    long time;
    long due = Long.MAX_VALUE;
    boolean isHeld;
    int done;
    int released;
    @Nullable CloseCode failed;
    String reason = "";
    private final RecordCounter sealed;
    private final RecordCounter opened;
    private String sendKey;
    private String readKey;
    private boolean wantsTurn;

    FakeSite(boolean isInitiator, RekeyParty party, Stock stock, KeyLimits limits) {
        this.stock = stock;
        sealed = new RecordCounter(new byte[12], limits);
        opened = new RecordCounter(new byte[12], limits);
        byte[] there = new byte[32];
        byte[] back = new byte[32];
        back[0] = 1;
        var keys = isInitiator ? new LinkKeys(stock.suites().getFirst(), true, there, new byte[12], back, new byte[12])
                : new LinkKeys(stock.suites().getFirst(), false, back, new byte[12], there, new byte[12]);
        sendKey = name(keys.suite().name(), keys.sealKey());
        readKey = name(keys.suite().name(), keys.openKey());
        var offers = new Offers(stock.suiteNames(), stock.compressionNames(), Limits.standard());
        rekeying = Rekeying.of(this, new RekeyStart(party, offers, stock.suiteNames(), () -> this.stock), new Renewal(keys, stock.compressions()), limits, work::add);
    }

    private static String name(String suite, byte[] key) {
        return suite + ":" + HexFormat.of().formatHex(key);
    }

    /// One turn of the loop.
    void turn() throws Violation {
        wantsTurn = false;
        try {
            if (failed == null) rekeying.speak();
        } catch (Violation violation) {
            fails(violation.code(), String.valueOf(violation.getMessage()));
        }
    }

    boolean isDirty() {
        return wantsTurn;
    }

    void data() throws Violation {
        seal(null, new byte[100]);
    }

    private void seal(@Nullable FrameType type, byte[] body) throws Violation {
        sealed.next(body.length + 16);
        wire.add(new Sealed(type, body, sendKey, sealed.epoch()));
    }

    /// Opens what `from` sent next.
    void take(FakeSite from) throws Violation {
        var record = from.wire.remove();
        if (!record.key.equals(readKey) || record.epoch != opened.epoch())
            throw new AssertionError("a record of epoch " + record.epoch + " is read in epoch " + opened.epoch() + ": " + record.type);
        opened.next(record.body.length + 16);
        if (record.type != null) receive(record.type, record.body);
    }

    void receive(FrameType type, byte[] body) throws Violation {
        rekeying.received(type, body);
    }

    String suite() {
        return rekeying.facts(0).suite();
    }

    String sendsUnder() {
        return sendKey;
    }

    String readsUnder() {
        return readKey;
    }

    @Override
    public long now() {
        return time;
    }

    @Override
    public RecordCounter sealed() {
        return sealed;
    }

    @Override
    public RecordCounter opened() {
        return opened;
    }

    @Override
    public void wantsTurn() {
        wantsTurn = true;
    }

    @Override
    public void wakeAt(long when) {
        due = Math.min(due, when);
    }

    @Override
    public void soon(Runnable task) {
        task.run();
    }

    @Override
    public void hold() {
        isHeld = true;
    }

    @Override
    public void goOn() {
        isHeld = false;
    }

    @Override
    public void write(FrameType type, byte[] body) throws Violation {
        seal(type, body);
    }

    @Override
    public void sends(Renewal renewal) {
        sealed.enter(renewal.keys().sealNonce());
        sendKey = name(renewal.keys().suite().name(), renewal.keys().sealKey());
    }

    @Override
    public void receives(Renewal renewal) {
        opened.enter(renewal.keys().openNonce());
        readKey = name(renewal.keys().suite().name(), renewal.keys().openKey());
    }

    @Override
    public void released() {
        released++;
    }

    @Override
    public void rekeyed() {
        done++;
    }

    @Override
    public void fails(CloseCode code, String why) {
        if (failed != null) throw new AssertionError("a link ended twice");
        failed = code;
        reason = why;
        rekeying.close();
    }
}
