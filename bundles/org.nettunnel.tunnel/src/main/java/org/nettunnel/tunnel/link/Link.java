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

/// One live wire with its keys, on one loop.
///
/// Written in the order of the flow: start, read → open → dispatch, then the turn: speak → pump → flush; then time, then the end.
/// **Threads:** its loop, but [#start], [#stop], [#drain] and the counters.
public final class Link implements Loop.Ready, Loop.Turn {
    static final int IN_BYTES = 256 * 1024 + RecordSealer.LONGEST_PLAIN + RecordSealer.OVERHEAD;
    private static final Logger LOG = System.getLogger("org.nettunnel.tunnel");
    private static final long MEASURE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(30);
    /// How long the last words may take to leave.
    private static final long LAST_WORDS_NANOS = TimeUnit.SECONDS.toNanos(2);

    /// From live to ended, one way.
    private enum Phase { LIVE, LAST_WORDS, ENDED }

    private final Loop loop;
    private final Wire wire;
    private final LinkTerms terms;
    private final Lane lane;
    private final RecordOpener opener;
    private final Outbox outbox;
    private final FrameDispatch dispatch;
    private final PeerRates rates;
    private final Entropy entropy = new Entropy();
    private final Timer timer = new Timer(this::tick);
    private final Counter receivedBytes = new Counter();
    private final Counter sentBytes = new Counter();
    private final int frameBytes;
    private Phase phase = Phase.LIVE;
    private @Nullable SelectionKey key;
    private byte @Nullable [] in;
    private int low;
    private int high;
    private boolean isDirty;
    private boolean isBlocked;
    private boolean wasProved;
    private boolean isTraced;
    private boolean owesPong;
    private long pong;
    private boolean owesPing;
    private long pingSent;
    private boolean isPingOut;
    private final Counter roundTrip = new Counter();
    private long lastHeard;
    private long lastSweep;
    private @Nullable CloseCode owesGoAway;
    private boolean isDraining;
    private long drainEnd;
    private @Nullable CloseCode goneBy;
    private int sentContexts;
    private int heldContexts;

    public Link(Lane lane, Wire wire, LinkKeys keys, LinkTerms terms) {
        this.loop = lane.loop;
        this.lane = lane;
        this.wire = wire;
        this.terms = terms;
        this.opener = new RecordOpener(keys);
        this.outbox = new Outbox(loop, new RecordSealer(keys), sentBytes);
        this.dispatch = new FrameDispatch(this, lane);
        this.rates = new PeerRates(loop.now());
        this.frameBytes = Math.min(LinkSettings.FRAME_BYTES, terms.peerFrameBytes());
    }

    /// Hands the wire to the loop; from here nobody else touches it.
    public void start() {
        loop.execute(this::register);
    }

    private void register() {
        lastHeard = lastSweep = loop.now();
        lane.attach(this);
        try {
            wire.channel().configureBlocking(false);
            key = wire.channel().register(loop.selector(), SelectionKey.OP_READ, this);
        } catch (IOException failed) {
            lost("the wire could not be taken over: " + failed.getMessage());
            return;
        }
        isTraced = LOG.isLoggable(Level.TRACE);
        owesPing = true;
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
            boolean isMore = fill();
            if (isMore) loop.nextTurn(this::read);
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
    }

    /// Reads what is there, once around the buffer; true when the wire holds more that no selector will tell of.
    private boolean fill() throws IOException {
        int budget = IN_BYTES;
        do {
            byte[] bytes = in;
            if (bytes == null) in = bytes = loop.inBuffers.take();
            int space = bytes.length - high;
            int count = wire.read(bytes, high, space);
            if (count < 0) {
                lost("the peer closed the connection");
                return false;
            }
            if (count == 0) break;
            lastHeard = loop.now();
            receivedBytes.add(count);
            high += count;
            budget -= count;
            if (phase == Phase.LIVE) records(bytes);
            else low = high;
            if (phase == Phase.ENDED) return false;
            compact(bytes);
            if (count < space && !wire.hasUnread()) break;
        } while (budget > 0);
        return wire.hasUnread();
    }

    private void records(byte[] bytes) throws IOException {
        while (high - low >= RecordSealer.LENGTH && phase == Phase.LIVE) {
            int length = BigEndian.get24(bytes, low);
            if (!RecordOpener.fits(length)) throw new Violation("a record of " + length + " bytes");
            if (high - low - RecordSealer.LENGTH < length) return;
            int plain = opener.open(bytes, low + RecordSealer.LENGTH, length, loop.plain);
            low += RecordSealer.LENGTH + length;
            if (!wasProved) {
                wasProved = true;
                lane.owner.proved(this);
            }
            dispatch.record(loop.plain, plain);
        }
    }

    private void compact(byte[] bytes) {
        if (low == high) {
            loop.inBuffers.give(bytes);
            in = null;
            low = high = 0;
        } else if (low > 0) {
            System.arraycopy(bytes, low, bytes, 0, high - low);
            high -= low;
            low = 0;
        }
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
        if (owesPong) link(FrameType.PONG, pong);
        owesPong = false;
        boolean isTimeToMeasure = !isPingOut && loop.now() - pingSent > MEASURE_NANOS;
        if (owesPing || isTimeToMeasure) ping();
        CloseCode code = owesGoAway;
        if (code != null) goAway(code);
        for (Entry entry; hasRoom() && (entry = lane.nextSpeaker()) != null;) speak(entry);
        if (hasRoom()) {
            long again = lane.openings().write(this);
            if (again != 0) arm(again);
        }
    }

    private void speak(Entry entry) throws Violation {
        int says = entry.says;
        entry.says = 0;
        switch (entry) {
            case Stream stream -> {
                if ((says & Entry.SAY_OPENED) != 0) outbox.frame(FrameType.OPENED, stream.id, 0);
                if ((says & Entry.SAY_CREDIT) != 0) stream.receiving.writeCredit(this);
                stream.forgetIfSettled();
            }
            case Tombstone tombstone -> {
                if ((says & Entry.SAY_REFUSED) != 0) ControlFrames.refused(outbox, tombstone);
                if ((says & Entry.SAY_RESET) != 0) ControlFrames.reset(outbox, tombstone, 0);
                if ((says & Entry.SAY_ANSWER) != 0) ControlFrames.reset(outbox, tombstone, FrameType.ANSWER);
            }
        }
        if (isTraced) trace(">>", says, entry.id);
    }

    private void ping() throws Violation {
        owesPing = false;
        isPingOut = true;
        pingSent = loop.now();
        link(FrameType.PING, pingSent);
    }

    private void link(FrameType type, long value) throws Violation {
        int at = outbox.frame(type, 0, 8);
        BigEndian.put64(outbox.small(), at, value);
    }

    private void goAway(CloseCode code) throws Violation {
        owesGoAway = null;
        int at = outbox.frame(FrameType.GOAWAY, 0, 7);
        outbox.small()[at] = (byte) code.number();
        BigEndian.put48(outbox.small(), at + 1, lane.highestPeerId());
    }

    /// A raw DATA frame whose bytes lie in an array with room before them.
    void data(long stream, long offset, byte[] bytes, int at, int length) throws Violation {
        int body = FrameType.DATA_HEADER + length;
        rates.sentData();
        if (length < Outbox.SMALL_FRAME) {
            int to = outbox.frame(FrameType.DATA, stream, body);
            BigEndian.put64(outbox.small(), to, offset);
            outbox.small()[to + 8] = 0;
            System.arraycopy(bytes, at, outbox.small(), to + FrameType.DATA_HEADER, length);
        } else {
            ControlFrames.inPlace(outbox, stream, offset, bytes, at, body);
        }
        if (isTraced) trace(">>", FrameType.DATA, stream, length);
    }

    /// A DATA frame that stands whole in `frame`.
    void whole(byte[] frame, int length) throws Violation {
        rates.sentData();
        if (length >= Outbox.SMALL_FRAME) {
            outbox.record(frame, 0, length);
            return;
        }
        int body = length - FrameType.HEADER;
        int to = outbox.frame(FrameType.DATA, BigEndian.get48(frame, 1), body);
        System.arraycopy(frame, FrameType.HEADER, outbox.small(), to, body);
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
        if (now - lastHeard >= lane.settings.dead().toNanos()) {
            // once more: perhaps it is we who were late
            read();
            if (phase != Phase.LIVE) return;
            if (now - lastHeard >= lane.settings.dead().toNanos()) {
                fail(CloseCode.TIMEOUT, "the peer was silent for " + lane.settings.dead().toSeconds() + " s");
                return;
            }
        }
        arm(nextLook(now));
        wantsTurn();
    }

    /// Does what is due, and says when something is next.
    private long nextLook(long now) {
        Duration ping = lane.settings.ping();
        long silence = now - lastHeard;
        if (silence >= ping.toNanos() && now - pingSent >= ping.toNanos()) owesPing = true;
        long next = silence >= ping.toNanos() ? now + ping.toNanos() : lastHeard + ping.toNanos();
        next = min(next, lastHeard + lane.settings.dead().toNanos());
        if (isDraining) next = min(next, drainEnd);
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

    private static long min(long a, long b) {
        return a - b < 0 ? a : b;
    }

    void pinged(long value) throws Violation {
        rates.ping(loop.now());
        owesPong = true;
        pong = value;
        wantsTurn();
    }

    void ponged(long value) {
        if (!isPingOut || value != pingSent) return;
        isPingOut = false;
        long sample = Math.max(1, loop.now() - pingSent);
        long smoothed = roundTrip.get();
        roundTrip.add(smoothed == 0 ? sample : (sample - smoothed) / 8);
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
        byte[] bytes = in;
        if (bytes != null) loop.inBuffers.give(bytes);
        in = null;
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

    boolean takeContext() {
        if (sentContexts >= terms.peerContexts()) return false;
        sentContexts++;
        return true;
    }

    void returnContext() {
        sentContexts--;
    }

    boolean holdContext() {
        return ++heldContexts <= LinkSettings.TOLERANCE * lane.settings.contexts();
    }

    void dropContext() {
        heldContexts--;
    }

    // facts, for any thread

    public long roundTripNanos() {
        return roundTrip.get();
    }

    public long receivedBytes() {
        return receivedBytes.get();
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
