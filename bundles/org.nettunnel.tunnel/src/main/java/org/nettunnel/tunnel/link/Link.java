package org.nettunnel.tunnel.link;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.ForgedRecord;
import org.nettunnel.api.transport.Wire;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.wire.BigEndian;
import org.nettunnel.tunnel.wire.Contexts;
import org.nettunnel.tunnel.wire.Counter;
import org.nettunnel.tunnel.wire.Entropy;
import org.nettunnel.tunnel.wire.FrameType;
import org.nettunnel.tunnel.wire.LinkKeys;
import org.nettunnel.tunnel.wire.LinkSettings;
import org.nettunnel.tunnel.wire.LinkTerms;
import org.nettunnel.tunnel.wire.Outbox;
import org.nettunnel.tunnel.wire.PeerRates;
import org.nettunnel.tunnel.wire.RecordOpener;
import org.nettunnel.tunnel.wire.RecordSealer;
import org.nettunnel.tunnel.wire.Timer;
import org.nettunnel.tunnel.wire.Violation;

/// One live wire with its keys, on one loop.
///
/// Written in the order of the flow: start, read → open → dispatch, then the turn: speak → pump → flush; then time, then the end.
/// **Threads:** its loop, but [#start], [#stop], [#drain] and the counters.
public final class Link implements Loop.Ready, Loop.Turn {
    private static final Logger LOG = System.getLogger("org.nettunnel.tunnel");
    private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(30);
    /// How long the last words may take to leave.
    private static final long LAST_WORDS_NANOS = TimeUnit.SECONDS.toNanos(2);

    /// From live to ended, one way.
    private enum Phase { LIVE, LAST_WORDS, ENDED }

    private final Loop loop;
    private final Wire wire;
    private final LinkTerms terms;
    private final Lane lane;
    private final Inbox inbox;
    private final Outbox outbox;
    private final Heartbeat heartbeat;
    private final PeerRates rates;
    private final Contexts contexts;
    private final Entropy entropy = new Entropy();
    private final Timer timer = new Timer(this::tick);
    private final Counter sentBytes = new Counter();
    private final int frameBytes;
    private Phase phase = Phase.LIVE;
    private @Nullable SelectionKey key;
    private boolean isDirty;
    private boolean isBlocked;
    private boolean wasProved;
    private boolean isTraced;
    private long lastSweep;
    private @Nullable CloseCode owesGoAway;
    private boolean isDraining;
    private long drainEnd;
    private @Nullable CloseCode goneBy;

    public Link(Lane lane, Wire wire, LinkKeys keys, LinkTerms terms) {
        this.loop = lane.loop;
        this.lane = lane;
        this.wire = wire;
        this.terms = terms;
        this.inbox = new Inbox(this, loop, new RecordOpener(keys), new FrameDispatch(this, lane));
        this.heartbeat = new Heartbeat(lane.settings, loop.now());
        this.outbox = new Outbox(loop.smallBuffers, loop.outBuffers, new RecordSealer(keys), sentBytes);
        this.rates = new PeerRates(loop.now());
        this.contexts = new Contexts(terms.peerContexts(), lane.settings.contexts());
        this.frameBytes = Math.min(LinkSettings.FRAME_BYTES, terms.peerFrameBytes());
    }

    /// Hands the wire to the loop; from here nobody else touches it.
    public void start() {
        loop.execute(this::register);
    }

    private void register() {
        lastSweep = loop.now();
        heartbeat.heard(lastSweep);
        lane.attach(this);
        try {
            wire.channel().configureBlocking(false);
            key = wire.channel().register(loop.selector(), SelectionKey.OP_READ, this);
        } catch (IOException failed) {
            lost("the wire could not be taken over: " + failed.getMessage());
            return;
        }
        isTraced = LOG.isLoggable(Level.TRACE);
        wantsTurn();
        arm(loop.now() + lane.settings.ping().toNanos());
        // what came in the same segment as the end of the handshake
        read();
    }

    // reading

    @Override
    public void ready(SelectionKey ready) {
        int ops = ready.readyOps();
        if ((ops & SelectionKey.OP_WRITE) != 0) {
            isBlocked = false;
            wantsTurn();
        }
        if ((ops & SelectionKey.OP_READ) != 0) read();
    }

    private void read() {
        if (phase == Phase.ENDED) return;
        try {
            switch (inbox.fill(wire)) {
                case DRAINED -> {}
                case MORE -> loop.nextTurn(this::read);
                case END -> lost("the peer closed the connection");
            }
        } catch (Violation violation) {
            fail(violation.code(), violation.getMessage());
        } catch (ForgedRecord forged) {
            lost(forged.getMessage());
        } catch (IOException failed) {
            lost("the connection failed: " + failed);
        } catch (RuntimeException mistake) {
            LOG.log(Level.ERROR, "link=" + wire.transport() + " failed on a frame; please report this", mistake);
            fail(CloseCode.INTERNAL, mistake.toString());
        }
        if (phase == Phase.ENDED) inbox.release();
    }

    void heard() {
        heartbeat.heard(loop.now());
    }

    /// A record was opened: the peer has the keys.
    void proved() {
        if (wasProved) return;
        wasProved = true;
        lane.owner.proved(this);
    }

    // a turn: speak, pump, flush

    void wantsTurn() {
        if (isDirty || phase == Phase.ENDED) return;
        isDirty = true;
        loop.endOfTurn(this);
    }

    @Override
    public void turn() {
        isDirty = false;
        if (phase == Phase.ENDED) return;
        try {
            if (phase == Phase.LIVE) {
                speak();
                lane.pump(this);
            }
            flush();
            if (phase == Phase.LIVE && hasRoom() && lane.hasReady()) wantsTurn();
            if (isDraining && lane.isEmpty() && !isBlocked) gone(CloseCode.SHUTTING_DOWN, "the tunnel was closed in order");
        } catch (Violation violation) {
            fail(violation.code(), violation.getMessage());
        } catch (IOException failed) {
            lost("the connection failed: " + failed);
        }
    }

    /// Control frames, before any DATA of this turn.
    private void speak() throws Violation {
        heartbeat.speak(outbox, loop.now());
        CloseCode code = owesGoAway;
        if (code != null) goAway(code);
        for (Entry entry; hasRoom() && (entry = lane.nextSpeaker()) != null;) speak(entry);
        if (hasRoom()) {
            long again = lane.openings().write(this);
            if (again != 0) arm(again);
        }
    }

    private void speak(Entry entry) throws Violation {
        if (isTraced) trace(">>", entry.says, entry.id);
        switch (entry) {
            case Stream stream -> ControlFrames.stream(this, stream);
            case Tombstone tombstone -> ControlFrames.tombstone(outbox, tombstone);
        }
    }

    private void goAway(CloseCode code) throws Violation {
        owesGoAway = null;
        int at = outbox.frame(FrameType.GOAWAY, 0, 7);
        outbox.small()[at] = (byte) code.number();
        BigEndian.put48(outbox.small(), at + 1, lane.highestPeerId());
    }

    /// A raw DATA frame whose bytes lie in an array with room before them.
    void data(long stream, long offset, byte[] bytes, int at, int length) throws Violation {
        rates.sentData();
        outbox.data(stream, offset, bytes, at, length);
        if (isTraced) trace(">>", FrameType.DATA, stream, length);
    }

    /// A compressed DATA frame that stands whole in `frame`.
    void compressed(byte[] frame, int length) throws Violation {
        rates.sentData();
        outbox.whole(frame, length);
    }

    private void flush() throws IOException {
        if (isBlocked) return;
        isBlocked = !outbox.flush(wire);
        SelectionKey mine = key;
        if (mine == null) return;
        int ops = isBlocked ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
        try {
            if (mine.interestOps() != ops) mine.interestOps(ops);
        } catch (CancelledKeyException closed) {
            throw new IOException("the wire was closed", closed);
        }
    }

    // time

    void arm(long due) {
        loop.arm(timer, due);
    }

    private void tick() {
        if (phase == Phase.ENDED) return;
        long now = loop.now();
        if (phase == Phase.LAST_WORDS || isDraining && drainEnd - now <= 0) {
            if (isDraining && phase == Phase.LIVE) fail(CloseCode.SHUTTING_DOWN, "the streams did not end in time");
            else close();
            return;
        }
        if (heartbeat.isDead(now)) {
            // once more: perhaps it is we who were late
            read();
            if (phase != Phase.LIVE) return;
            if (heartbeat.isDead(now)) {
                fail(CloseCode.TIMEOUT, "the peer was silent for " + lane.settings.dead().toSeconds() + " s");
                return;
            }
        }
        arm(nextLook(now));
        wantsTurn();
    }

    /// Does what is due, and says when something is next.
    private long nextLook(long now) {
        long next = heartbeat.look(now);
        if (isDraining && drainEnd - next < 0) next = drainEnd;
        if (now - lastSweep >= SWEEP_NANOS) sweep(now);
        return lane.payOwed(now, next);
    }

    private void sweep(long now) {
        lastSweep = now;
        long longest = lane.settings.halfClosed().toNanos();
        lane.forEachStream(stream -> {
            if (stream.isHalfClosed() && now - stream.lastTraffic > longest)
                stream.abort(CloseCode.TIMEOUT, "half-closed and without traffic for " + lane.settings.halfClosed().toMinutes() + " min");
        });
    }

    void pinged(long value) throws Violation {
        heartbeat.pinged(value, rates, loop.now());
        wantsTurn();
    }

    void ponged(long value) {
        heartbeat.ponged(value, loop.now());
    }

    // the end

    /// The peer's GOAWAY.
    void toldToGo(CloseCode code) {
        goneBy = code;
        lane.owner.goAway(code);
        if (code == CloseCode.SHUTTING_DOWN) lane.drains();
        else gone(code, "the peer ended the tunnel: " + code.sentence());
    }

    /// No new streams; those that are may end by themselves for as long as `longest`.
    public void drain(Duration longest) {
        loop.execute(() -> {
            if (phase != Phase.LIVE || isDraining) return;
            owesGoAway = CloseCode.SHUTTING_DOWN;
            isDraining = true;
            drainEnd = loop.now() + longest.toNanos();
            lane.drains();
            arm(drainEnd);
            wantsTurn();
        });
    }

    /// Ends the link and its streams now, and tells the peer why.
    public void stop(CloseCode code, String reason) {
        loop.execute(() -> fail(code, reason));
    }

    /// Ends with a last word to the peer.
    private void fail(CloseCode code, String reason) {
        if (phase != Phase.LIVE) return;
        phase = Phase.LAST_WORDS;
        detach(code, reason);
        try {
            goAway(code);
            flush();
            arm(loop.now() + LAST_WORDS_NANOS);
            wantsTurn();
        } catch (IOException failed) {
            close();
        }
    }

    private void lost(String reason) {
        CloseCode code = goneBy;
        gone(code == null ? CloseCode.SESSION_GONE : code, reason);
    }

    private void gone(CloseCode code, String reason) {
        if (phase == Phase.ENDED) return;
        boolean wasLive = phase == Phase.LIVE;
        close();
        if (wasLive) detach(code, reason);
    }

    private void detach(CloseCode code, String reason) {
        lane.detach(code, reason);
        lane.owner.ended(this, code, reason);
    }

    private void close() {
        phase = Phase.ENDED;
        loop.disarm(timer);
        outbox.release();
        wire.close();
    }

    // what streams ask of their link

    Loop loop() {
        return loop;
    }

    Outbox outbox() {
        return outbox;
    }

    PeerRates rates() {
        return rates;
    }

    LinkTerms terms() {
        return terms;
    }

    Entropy entropy() {
        return entropy;
    }

    int frameBytes() {
        return frameBytes;
    }

    boolean hasRoom() {
        return outbox.hasRoom();
    }

    boolean isLive() {
        return phase == Phase.LIVE;
    }

    /// The wire is what is slow: it did not take everything of the last turn.
    boolean isBacklogged() {
        return isBlocked;
    }

    Contexts contexts() {
        return contexts;
    }

    // facts, for any thread

    public long roundTripNanos() {
        return heartbeat.roundTripNanos();
    }

    public long receivedBytes() {
        return inbox.receivedBytes();
    }

    public long sentBytes() {
        return sentBytes.get();
    }

    /// Whether the peer said GOAWAY; on the loop.
    public boolean wasToldToGo() {
        return goneBy != null;
    }

    public Wire wire() {
        return wire;
    }

    boolean isTraced() {
        return isTraced;
    }

    void trace(String way, FrameType type, long stream, int length) {
        LOG.log(Level.TRACE, way + " #" + stream + " " + type + " " + length);
    }

    private static void trace(String way, int says, long stream) {
        LOG.log(Level.TRACE, way + " #" + stream + " says=" + says);
    }
}
