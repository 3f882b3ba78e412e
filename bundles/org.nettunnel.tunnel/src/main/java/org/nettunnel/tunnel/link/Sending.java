package org.nettunnel.tunnel.link;

import java.io.IOException;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.edge.Edge;
import org.nettunnel.tunnel.squeeze.Squeezed;
import org.nettunnel.tunnel.squeeze.Squeezer;
import org.nettunnel.tunnel.waits.Turnstile;
import org.nettunnel.tunnel.waits.Wait;
import org.nettunnel.tunnel.wire.BigEndian;
import org.nettunnel.tunnel.wire.Budgets;
import org.nettunnel.tunnel.wire.Chunk;
import org.nettunnel.tunnel.wire.ChunkPool;
import org.nettunnel.tunnel.wire.Chunks;
import org.nettunnel.tunnel.wire.FrameType;
import org.nettunnel.tunnel.wire.LinkSettings;
import org.nettunnel.tunnel.wire.Outbox;
import org.nettunnel.tunnel.wire.Violation;

/// The direction of a stream that leaves: local socket → DATA, within credit; what was sent is kept until delivered.
///
/// Written in the order of the flow. **Threads:** the stream's loop.
final class Sending {
    private final Stream stream;
    /// Sent and not delivered; the only copy, and what a new link would send again.
    final Chunks kept;
    /// Offset of the next byte.
    private long next;
    /// Up to where the peer's application socket took our bytes.
    private long delivered;
    private long limit = LinkSettings.FIRST_WINDOW;
    /// Where we end; -1 while the application may still say something.
    private long end = -1;
    /// On the present link, and on any.
    private boolean finSent;
    private boolean finEver;
    private long reserved;
    /// Memory of what is kept, as it was counted last.
    private long counted;
    private boolean waitsForCredit;
    private boolean isStarved;
    /// Null where nobody bounds the stream's bytes a second.
    @Nullable Turnstile turnstile;
    private @Nullable Squeezer squeezer;
    final Squeezed squeezed = new Squeezed();
    /// Whether to compress is not decided yet on the present link; and whether there is no use in asking again.
    private boolean isUndecided = true;
    private boolean isRaw;

    Sending(Stream stream) {
        this.stream = stream;
        this.kept = new Chunks(stream.lane.loop.chunks, stream.lane.retained);
    }

    /// Whether to be told when the local socket can be read.
    boolean wantsToRead() {
        Turnstile mine = turnstile;
        return end < 0 && !waitsForCredit && !isStarved && (mine == null || !mine.isWaiting());
    }

    /// Reads the local socket once and sends what it gave, at most four frames; true when there may be more.
    boolean pump(Link link, Edge edge) throws IOException, Violation {
        if (next != delivered + kept.length() && sendsAgain(link)) return true;
        if (end >= 0) {
            if (!finSent) finish(link);
            return false;
        }
        int want = admitted(wanted(link), link.loop.now());
        if (want <= 0) return false;
        ByteBuffer io = link.loop.io;
        io.clear().limit(want);
        int count = edge.read(io);
        Turnstile mine = turnstile;
        if (mine != null) mine.moved(Math.max(0, count));
        if (count < 0) {
            end = next;
            finish(link);
        }
        if (count <= 0) {
            settleReservation();
            return false;
        }
        stream.receivedBytes.add(count);
        if (stream.isOpener) stream.waits.restarts(Wait.ANSWER, link.loop.now());
        else stream.waits.ends(Wait.ANSWER, link.loop.now());
        io.flip();
        try {
            while (io.hasRemaining()) send(link, io, Math.min(io.remaining(), link.frameBytes));
        } finally {
            // the link could not take it, the next one will
            kept.append(io);
        }
        settleReservation();
        link.loop.checkMemory();
        return count == want;
    }

    /// What of it its user's pace allows.
    private int admitted(int want, long now) {
        Turnstile mine = turnstile;
        if (mine == null || want <= 0) return want;
        int may = mine.admits(want, now);
        if (may == 0) settleReservation();
        return may;
    }

    /// How many bytes may be read now: credit, room on the link, and memory.
    private int wanted(Link link) {
        long credit = limit - next;
        waitsForCredit = credit <= 0;
        stream.waits.is(Wait.CREDIT, waitsForCredit, link.loop.now());
        if (waitsForCredit) return 0;
        int frames = Math.min(LinkSettings.FRAMES_A_TURN, link.outbox.roomInFrames());
        long want = Math.min(credit, (long) frames * link.frameBytes);
        want = Math.min(want, link.loop.io.capacity());
        Budgets budgets = link.loop.budgets;
        long beyond = kept.heldBytes() + want - LinkSettings.FIRST_WINDOW - reserved;
        if (beyond <= 0) return (int) want;
        if (budgets.reserveSent(beyond)) {
            reserved += beyond;
            return (int) want;
        }
        long left = LinkSettings.FIRST_WINDOW + reserved - kept.heldBytes();
        if (left <= 0 && kept.length() > 0) {
            isStarved = true;
            link.loop.starved.add(stream);
            return 0;
        }
        return (int) Math.clamp(left, 1, want);
    }

    /// Without a link a little is read all the same, so that an application that goes away is noticed; true while there may be more.
    boolean readsAhead() {
        Edge local = stream.edge;
        if (local == null || stream.phase == Stream.Phase.ENDED) return false;
        try {
            return readAhead(local, stream.lane.loop.io);
        } catch (IOException failed) {
            stream.edgeFailed(failed);
            return false;
        }
    }

    /// What a later link will send; false when that is enough.
    private boolean readAhead(Edge edge, ByteBuffer io) throws IOException {
        long unsent = delivered + kept.length() - next;
        int want = (int) Math.min(ChunkPool.SMALL - unsent, limit - next - unsent);
        if (end >= 0 || want <= 0) return false;
        io.clear().limit(want);
        int count = edge.read(io);
        if (count < 0) end = next + unsent;
        if (count <= 0) return count == 0;
        stream.receivedBytes.add(count);
        kept.append(io.flip());
        settleReservation();
        return true;
    }

    private void send(Link link, ByteBuffer io, int count) throws Violation {
        Chunk tail = kept.tail(count);
        int at = tail.end;
        io.get(tail.bytes, at, count);
        kept.appended(tail, count);
        send(link, tail.bytes, at, count);
    }

    /// Bytes that are kept, from `next` on.
    private void send(Link link, byte[] bytes, int at, int count) throws Violation {
        if (isUndecided) decide(link);
        Squeezer mine = squeezer;
        int length = mine == null ? 0 : mine.delivered(delivered).squeeze(link.pace, stream.id, next, bytes, at, count);
        link.rates.sentData();
        if (length > 0) link.outbox.whole(link.loop.scratch, length);
        else link.outbox.data(stream.id, next, bytes, at, count);
        next += count;
        stream.touch();
        if (mine != null && mine.isIdle(stream.lastTraffic - Squeezer.IDLE_NANOS)) endContext(link);
    }

    /// Gives back the context of a stream that was silent.
    void rest(long before) {
        Squeezer mine = squeezer;
        if (mine != null && mine.isIdle(before)) stream.lane.says(stream, Entry.SAY_CONTEXT_END);
    }

    /// Gives the context back, and tells the peer that its own may go.
    void endContext(Link link) throws Violation {
        Squeezer mine = squeezer;
        if (mine == null || !mine.rest() || finSent) return;
        int at = link.outbox.frame(FrameType.DATA, stream.id, FrameType.DATA_HEADER);
        BigEndian.put64(link.outbox.small(), at, next);
        link.outbox.small()[at + 8] = FrameType.CONTEXT_END;
    }

    /// What the peer did not get on older links; true while there is more of it.
    private boolean sendsAgain(Link link) throws Violation {
        int frames = Math.min(LinkSettings.FRAMES_A_TURN, link.outbox.roomInFrames());
        long skip = next - delivered;
        Chunk chunk = kept.first();
        for (; chunk != null && skip >= chunk.length(); chunk = chunk.next) skip -= chunk.length();
        int at = chunk == null ? 0 : chunk.start + (int) skip;
        for (; frames > 0 && chunk != null; frames--) {
            int count = Math.min(chunk.end - at, link.frameBytes);
            send(link, chunk.bytes, at, count);
            at += count;
            if (at < chunk.end) continue;
            chunk = chunk.next;
            if (chunk != null) at = chunk.start;
        }
        return chunk != null;
    }

    private void decide(Link link) {
        isUndecided = false;
        squeezer = Squeezer.forStream(stream.compression, link.keying.sendingAgreement, squeezed);
    }

    private void finish(Link link) throws Violation {
        Outbox outbox = link.outbox;
        int at = outbox.frame(FrameType.FIN, stream.id, 8);
        BigEndian.put64(outbox.small(), at, end);
        finSent = finEver = true;
        link.rates.sentData();
        stream.touch();
    }

    /// The peer's CREDIT.
    void credited(long nowDelivered, long newLimit) throws Violation {
        if (nowDelivered > next) throw new Violation(CloseCode.FLOW_CONTROL, "CREDIT for " + nowDelivered + " bytes of " + next + " sent");
        if (nowDelivered > delivered) {
            kept.drop(nowDelivered - delivered);
            delivered = nowDelivered;
            settleReservation();
            // its first window is its own, whatever others hold
            if (isStarved && kept.heldBytes() < LinkSettings.FIRST_WINDOW) stream.fed();
        }
        limit = Math.max(limit, Math.min(newLimit, nowDelivered + LinkSettings.LARGEST_WINDOW));
        if (waitsForCredit && limit > next) {
            waitsForCredit = false;
            stream.waits.ends(Wait.CREDIT, stream.lane.loop.now());
            stream.lane.ready(stream);
        }
    }

    /// Chunks are taken whole, so that the reservation is exact only afterwards; what came free feeds one who waits.
    private void settleReservation() {
        Loop loop = stream.lane.loop;
        if (kept.heldBytes() != counted) loop.budgets.keeps(kept.heldBytes() - counted);
        counted = kept.heldBytes();
        long needed = Math.max(0, kept.heldBytes() - LinkSettings.FIRST_WINDOW);
        long free = reserved - needed;
        if (free == 0) return;
        loop.budgets.returnSent(free);
        reserved = needed;
        if (free > 0) loop.feedOne();
    }

    /// False when it did not wait for memory (any more).
    boolean fed() {
        boolean was = isStarved;
        isStarved = false;
        return was;
    }

    boolean hasEnded() {
        return end >= 0;
    }

    /// Whether our end was said on the present link and the peer's socket took everything.
    boolean isSettled() {
        return finSent && delivered == end;
    }

    /// The peer's RESUME: it has what is below `received`.
    void resumed(long received, boolean finSeen) throws Violation {
        if (received < delivered || received > next)
            throw new Violation("RESUME of stream " + stream.id + " from " + received + ", with " + next + " sent and " + delivered + " delivered");
        if (finSeen && (!finEver || received != end)) throw new Violation("RESUME of stream " + stream.id + " says FIN, which was not sent");
        next = received;
        finSent = finSeen;
    }

    /// The peer has written everything.
    void finishedByPeer() throws Violation {
        if (!finEver || next != end) throw new Violation("RESUME does not list stream " + stream.id + ", to which we have more to say");
        kept.clear();
        delivered = end;
        finSent = true;
        settleReservation();
    }

    /// The next link begins anew: with its own context, and the FIN again.
    void detached() {
        finSent = false;
        newContext();
    }

    /// What is compressed from here on is so anew, and perhaps with something else.
    void newContext() {
        Squeezer mine = squeezer;
        if (mine != null) {
            isRaw = mine.isOff();
            mine.close();
        }
        squeezer = null;
        isUndecided = !isRaw;
    }

    long next() {
        return next;
    }

    boolean hasUndelivered() {
        return kept.length() > 0;
    }

    /// Bytes a second; -1 without a bound.
    long pace() {
        Turnstile mine = turnstile;
        return mine == null ? -1 : mine.pace();
    }

    void release() {
        Turnstile bound = turnstile;
        if (bound != null) bound.leave();
        kept.clear();
        settleReservation();
        Squeezer mine = squeezer;
        if (mine != null) mine.close();
        squeezer = null;
    }
}
