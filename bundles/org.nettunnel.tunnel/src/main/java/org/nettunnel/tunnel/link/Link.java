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
import org.nettunnel.tunnel.wire.Contexts;
import org.nettunnel.tunnel.wire.Counter;
import org.nettunnel.tunnel.wire.LinkKeys;
import org.nettunnel.tunnel.wire.LinkSettings;
import org.nettunnel.tunnel.wire.LinkTerms;
import org.nettunnel.tunnel.wire.Outbox;
import org.nettunnel.tunnel.wire.PeerRates;
import org.nettunnel.tunnel.wire.RecordOpener;
import org.nettunnel.tunnel.wire.RecordSealer;
import org.nettunnel.tunnel.wire.Violation;

/// One live wire with its keys, on one loop.
///
/// Written in the order of the flow: start, read → open → dispatch, then the turn: speak → pump → flush; then the end.
/// **Threads:** its loop, but [#start], [#stop], [#drain] and the counters.
public final class Link implements Loop.Ready, Loop.Turn {
    private static final Logger LOG = System.getLogger("org.nettunnel.tunnel");
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
    private final LinkClock clock;
    private final Counter sentBytes = new Counter();
    private final int frameBytes;
    private Phase phase = Phase.LIVE;
    private @Nullable SelectionKey key;
    private boolean isDirty;
    private boolean isBlocked;
    private boolean wasProved;
    private @Nullable CloseCode owesGoAway;
    private boolean isDraining;
    private @Nullable CloseCode goneBy;

    public Link(Lane lane, Wire wire, LinkKeys keys, LinkTerms terms) {
        this.loop = lane.loop;
        this.lane = lane;
        this.wire = wire;
        this.terms = terms;
        this.inbox = new Inbox(this, loop, new RecordOpener(keys, lane.settings.keys()), new FrameDispatch(this, lane));
        this.heartbeat = new Heartbeat(lane.settings, loop.now());
        this.clock = new LinkClock(this, lane, heartbeat);
        this.outbox = new Outbox(loop.smallBuffers, loop.outBuffers, new RecordSealer(keys, lane.settings.keys()), sentBytes);
        this.rates = new PeerRates(loop.now());
        this.contexts = new Contexts(terms.peerContexts(), lane.settings.contexts());
        this.frameBytes = Math.min(LinkSettings.FRAME_BYTES, terms.peerFrameBytes());
    }

    /// Hands the wire to the loop; from here nobody else touches it.
    public void start() {
        loop.execute(this::register);
    }

    private void register() {
        lane.attach(this);
        try {
            wire.channel().configureBlocking(false);
            key = wire.channel().register(loop.selector(), SelectionKey.OP_READ, this);
        } catch (IOException failed) {
            lost("the wire could not be taken over: " + failed.getMessage());
            return;
        }
        wantsTurn();
        clock.start();
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

    void read() {
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
        } catch (RuntimeException | LinkageError | StackOverflowError mistake) {
            broken(mistake);
        }
        if (phase == Phase.ENDED) inbox.release();
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
        } catch (RuntimeException | LinkageError | StackOverflowError mistake) {
            broken(mistake);
        }
    }

    private void broken(Throwable mistake) {
        LOG.log(Level.ERROR, "link=" + wire.transport() + " failed; please report this", mistake);
        fail(CloseCode.INTERNAL, mistake.toString());
    }

    /// Control frames, before any DATA of this turn.
    private void speak() throws Violation {
        heartbeat.speak(outbox, loop.now());
        CloseCode code = owesGoAway;
        if (code != null) outbox.goAway(code.number(), lane.highestPeerId());
        owesGoAway = null;
        for (Entry entry; hasRoom() && (entry = lane.nextSpeaker()) != null;) entry.speak(this);
        if (hasRoom()) {
            long again = lane.openings().write(this);
            if (again != 0) arm(again);
        }
    }

    /// A raw DATA frame whose bytes lie in an array with room before them.
    void data(long stream, long offset, byte[] bytes, int at, int length) throws Violation {
        rates.sentData();
        outbox.data(stream, offset, bytes, at, length);
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
        clock.arm(due);
    }

    /// The last words had their time.
    void timeIsUp() {
        if (phase == Phase.LAST_WORDS) close();
    }

    // the end

    /// The peer's GOAWAY.
    void toldToGo(CloseCode code) {
        goneBy = code;
        lane.owner.goAway(code);
        if (code == CloseCode.SHUTTING_DOWN) {
            lane.drains();
            clock.drainsUntil(loop.now() + lane.settings.drain().toNanos());
        } else gone(code, "the peer ended the tunnel: " + code.sentence());
    }

    /// No new streams; those that are may end by themselves for as long as `longest`.
    public void drain(Duration longest) {
        loop.execute(() -> {
            if (phase != Phase.LIVE || isDraining) return;
            owesGoAway = CloseCode.SHUTTING_DOWN;
            isDraining = true;
            lane.drains();
            clock.drainsUntil(loop.now() + longest.toNanos());
            wantsTurn();
        });
    }

    /// Ends the link and its streams now, and tells the peer why.
    public void stop(CloseCode code, String reason) {
        loop.execute(() -> fail(code, reason));
    }

    /// Ends with a last word to the peer.
    void fail(CloseCode code, String reason) {
        if (phase != Phase.LIVE) return;
        phase = Phase.LAST_WORDS;
        detach(code, reason);
        try {
            outbox.goAway(code.number(), lane.highestPeerId());
            flush();
            clock.armLast(loop.now() + LAST_WORDS_NANOS);
            wantsTurn();
        } catch (IOException | RuntimeException | LinkageError failed) {
            close();
        }
    }

    private void lost(String reason) {
        CloseCode code = goneBy;
        gone(code == null ? CloseCode.SESSION_GONE : code, reason);
    }

    void gone(CloseCode code, String reason) {
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
        clock.stop();
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

    Heartbeat heartbeat() {
        return heartbeat;
    }

    PeerRates rates() {
        return rates;
    }

    LinkTerms terms() {
        return terms;
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
}
