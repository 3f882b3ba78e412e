package org.nettunnel.tunnel.link;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.SelectionKey;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.ForgedRecord;
import org.nettunnel.api.transport.Wire;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.edge.Interest;
import org.nettunnel.tunnel.edge.Ready;
import org.nettunnel.tunnel.rekey.KeyFacts;
import org.nettunnel.tunnel.rekey.RekeyStart;
import org.nettunnel.tunnel.wire.Counter;
import org.nettunnel.tunnel.wire.Heartbeat.Pace;
import org.nettunnel.tunnel.wire.Heartbeat;
import org.nettunnel.tunnel.wire.LinkKeys;
import org.nettunnel.tunnel.wire.LinkSettings;
import org.nettunnel.tunnel.wire.LinkTerms;
import org.nettunnel.tunnel.wire.Outbox;
import org.nettunnel.tunnel.wire.PeerRates;
import org.nettunnel.tunnel.wire.Violation;

/// One live wire with its keys, on one loop.
///
/// Written in the order of the flow: start, read → open → dispatch, then the turn: speak → pump → flush; then the end.
/// **Threads:** its loop, but [#start] and the counters.
public final class Link implements Ready, Loop.Turn {
    private static final Logger LOG = System.getLogger("org.nettunnel.tunnel");

    private interface Step {
        void run() throws IOException;
    }

    /// From live to ended, one way.
    private enum Phase { LIVE, LAST_WORDS, ENDED }

    /// What a handshake gives a link.
    ///
    /// @param isJoined whether it takes over a lane of a living session: RESUME comes first on it, both ways
    /// @param rekey    what new keys come from; null for a link that keeps its first
    public record Parts(Wire wire, LinkKeys keys, LinkTerms terms, boolean isJoined, @Nullable RekeyStart rekey) {
        public Parts(Wire wire, LinkKeys keys, LinkTerms terms, boolean isJoined) {
            this(wire, keys, terms, isJoined, null);
        }
    }

    final Loop loop;
    private final Wire wire;
    final LinkTerms terms;
    private final Lane lane;
    private final boolean isJoined;
    private final Inbox inbox;
    final Outbox outbox;
    final Heartbeat heartbeat;
    final PeerRates rates;
    /// Whether this link is what is slow.
    final Pace pace;
    final LinkKeying keying;
    final LinkClock clock;
    private final Counter sentBytes = new Counter();
    final int frameBytes;
    private final Step reading = this::fill;
    private final Step turning = this::takeTurn;
    private final Runnable readAgain = this::read;
    private Phase phase = Phase.LIVE;
    final Interest interest = new Interest();
    /// Until both sides have said what they remember; null from then on, and on a first link.
    private @Nullable Resumption resumption;
    private boolean isDirty;
    private boolean isBlocked;
    private boolean wasProved;
    private boolean owesGoAway;
    private boolean saidGoAway;
    private @Nullable CloseCode goneBy;

    public Link(Lane lane, Parts parts) {
        this.loop = lane.loop;
        this.lane = lane;
        this.wire = parts.wire;
        this.isJoined = parts.isJoined;
        this.terms = parts.terms.figures();
        this.keying = new LinkKeying(this, lane, parts);
        this.inbox = new Inbox(this, loop, keying.opener, new FrameDispatch(this, lane));
        this.pace = new Pace(loop::now);
        this.heartbeat = new Heartbeat(lane.settings, pace, loop.now());
        this.clock = new LinkClock(this, lane, heartbeat);
        this.outbox = new Outbox(loop.smallBuffers, loop.outBuffers, keying.sealer, sentBytes);
        this.rates = new PeerRates(lane.tally, loop.now());
        this.frameBytes = Math.min(LinkSettings.FRAME_BYTES, terms.peerFrameBytes());
    }

    /// Hands the wire to the loop; from here nobody else touches it. An older link of the lane is dead before this one is read or written.
    public void start() {
        loop.execute(this::register);
    }

    private void register() {
        if (!lane.attach(this)) {
            kill();
            return;
        }
        owesGoAway = lane.drainsItself();
        if (isJoined) resumption = lane.resume(this);
        try {
            interest.begin(wire, loop.selector(), this);
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
        if ((ops & SelectionKey.OP_READ) != 0 && !loop.comesNext(readAgain)) read();
    }

    void read() {
        if (phase == Phase.ENDED || interest.isHeld()) return;
        guarded(reading);
        if (phase == Phase.ENDED) inbox.release();
    }

    private void fill() throws IOException {
        switch (inbox.fill(wire)) {
            case DRAINED -> {}
            case MORE -> loop.nextTurn(readAgain);
            case END -> lost("the peer closed the connection");
        }
    }

    /// A record was opened: the peer has the keys.
    void proved() {
        if (wasProved) return;
        wasProved = true;
        lane.owner.proved(lane, this);
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
        if (phase != Phase.ENDED) guarded(turning);
    }

    private void takeTurn() throws IOException {
        if (phase == Phase.LIVE) sayAll();
        flush();
        if (phase == Phase.LIVE && hasRoom() && hasMore()) wantsTurn();
        if (phase == Phase.LIVE && resumption == null && !isBlocked && lane.isDraining()) lane.checkDrained();
    }

    private void sayAll() throws Violation {
        Resumption pending = resumption;
        if (pending != null) {
            pending.write();
            wasResumed(pending);
            return;
        }
        speak();
        lane.ring.pump(this);
    }

    private boolean hasMore() {
        Resumption pending = resumption;
        return pending == null ? !lane.ring.isEmpty() : !pending.isWritten();
    }

    /// A frame of the peer's RESUME.
    void resume(byte[] bytes, int at, int length) throws Violation {
        Resumption pending = resumption;
        if (pending == null) throw new Violation("RESUME where nothing is to be resumed");
        pending.read(bytes, at, length);
        wasResumed(pending);
    }

    private void wasResumed(Resumption pending) {
        if (!pending.isOver()) return;
        resumption = null;
        wantsTurn();
    }

    /// Control frames, before any DATA of this turn.
    private void speak() throws Violation {
        heartbeat.speak(outbox, loop.now());
        keying.speak();
        if (owesGoAway) {
            owesGoAway = false;
            saidGoAway = true;
            outbox.goAway(CloseCode.SHUTTING_DOWN.number(), lane.book.lastAccepted());
        }
        for (Entry entry; hasRoom() && (entry = lane.speakers.next()) != null;) entry.speak(this);
        if (hasRoom()) {
            long again = lane.book.openings.write(this);
            if (again != 0) clock.arm(again);
        }
    }

    private void flush() throws IOException {
        if (isBlocked) return;
        isBlocked = !outbox.flush(wire);
        clock.isBlocked(isBlocked);
        interest.update(isBlocked);
    }

    /// What goes wrong in a step ends this link, and no other.
    private void guarded(Step step) {
        try {
            step.run();
        } catch (Violation violation) {
            fail(violation.code(), violation.getMessage());
        } catch (ForgedRecord forged) {
            lost(forged.getMessage());
        } catch (IOException failed) {
            String why = failed.getMessage();
            lost("the connection failed: " + (why == null ? failed.getClass().getSimpleName() : why));
        } catch (RuntimeException | LinkageError | StackOverflowError mistake) {
            LOG.log(Level.ERROR, "link=" + wire.transport() + " failed; please report this", mistake);
            fail(CloseCode.INTERNAL, mistake.toString());
        }
    }

    // the end

    /// The lane drains.
    void owesGoAway() {
        owesGoAway = true;
        wantsTurn();
    }

    /// The peer's GOAWAY: 10 begins a drain, which any other code then ends.
    void toldToGo(CloseCode code, long last) throws Violation {
        CloseCode before = goneBy;
        if (code == CloseCode.SHUTTING_DOWN) {
            goneBy = code;
            lane.toldToDrain(last);
            return;
        }
        CloseCode why = before != null ? before : code;
        goneBy = why;
        String reason = "the peer ended the tunnel: " + why.sentence();
        if (Violation.endsLinkOnly(code)) lost(reason);
        else lane.fails(why, reason, true);
    }

    /// Ends with a last word to the peer; the code says whether the session ends too.
    void fail(CloseCode code, String reason) {
        if (phase != Phase.LIVE) return;
        if (!Violation.endsLinkOnly(code)) {
            lane.fails(code, reason, false);
            return;
        }
        lastWords(code);
        lane.loses(this, code, reason);
    }

    /// Says only this any more, and waits a moment for the peer to read it.
    void lastWords(CloseCode code) {
        if (phase != Phase.LIVE) return;
        phase = Phase.LAST_WORDS;
        keying.close();
        try {
            if (code != CloseCode.SHUTTING_DOWN || !saidGoAway) outbox.goAway(code.number(), lane.book.lastAccepted());
            // the peer keeps a session that only drains
            if (code == CloseCode.SHUTTING_DOWN) outbox.goAway(CloseCode.SESSION_GONE.number(), lane.book.lastAccepted());
            flush();
            clock.lastWords();
            wantsTurn();
        } catch (IOException | RuntimeException | LinkageError failed) {
            kill();
        }
    }

    /// The wire does not carry any more.
    void lost(String reason) {
        if (phase == Phase.ENDED) return;
        boolean wasLive = phase == Phase.LIVE;
        kill();
        CloseCode code = goneBy;
        if (wasLive) lane.loses(this, code == null ? CloseCode.SESSION_GONE : code, reason);
    }

    /// Ends without a word: nothing is read or written from here on.
    void kill() {
        phase = Phase.ENDED;
        keying.close();
        clock.stop();
        outbox.release();
        keying.forget();
        wire.close();
    }

    // what streams ask of their link

    boolean isResuming() {
        return resumption != null;
    }

    boolean hasRoom() {
        return outbox.hasRoom();
    }

    boolean isLive() {
        return phase == Phase.LIVE;
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

    public KeyFacts keys() {
        return keying.facts();
    }

    public Wire wire() {
        return wire;
    }
}
