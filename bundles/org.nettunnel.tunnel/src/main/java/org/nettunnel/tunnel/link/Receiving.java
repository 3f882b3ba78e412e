package org.nettunnel.tunnel.link;

import java.io.IOException;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.edge.Batch;
import org.nettunnel.tunnel.edge.Edge;
import org.nettunnel.tunnel.squeeze.Squeezed;
import org.nettunnel.tunnel.squeeze.Unsqueezer;
import org.nettunnel.tunnel.waits.Turnstile;
import org.nettunnel.tunnel.waits.Wait;
import org.nettunnel.tunnel.wire.BigEndian;
import org.nettunnel.tunnel.wire.Chunks;
import org.nettunnel.tunnel.wire.FrameType;
import org.nettunnel.tunnel.wire.LinkSettings;
import org.nettunnel.tunnel.wire.Outbox;
import org.nettunnel.tunnel.wire.Violation;

/// The direction of a stream that arrives: DATA → local socket, CREDIT back as it is written; the window grows with a fast reader.
///
/// Written in the order of the flow. **Threads:** the stream's loop.
final class Receiving implements Batch.Taker {
    /// Delivered since the last CREDIT, from which there is another: half the first window, whatever the window has grown to. It is at most
    /// one a turn, and keeps small what the sender has to keep.
    private static final int CREDIT_BYTES = LinkSettings.FIRST_WINDOW / 2;

    private static final String NO_ROOM = "no memory for a compression context more";

    private final Stream stream;
    /// What the local socket did not take yet.
    final Chunks waiting;
    private long received;
    /// Written to the local socket.
    private long delivered;
    /// Where the peer ends; -1 while it may say more.
    private long end = -1;
    /// What the last CREDIT on this link said was delivered.
    private long creditedTo;
    /// Where and when the window was last looked at.
    private long grownAt;
    private long lookedAt;
    private long limit = LinkSettings.FIRST_WINDOW;
    private long window = LinkSettings.FIRST_WINDOW;
    private long reserved;
    /// Memory of what waits, as it was counted last.
    private long counted;
    private @Nullable Unsqueezer unsqueezer;
    /// Null where nobody bounds the stream's bytes a second.
    @Nullable Turnstile turnstile;
    final Squeezed squeezed = new Squeezed();

    long lastDelivery;
    /// In the lane's list of those that owe a CREDIT, and when to look at it.
    boolean isOwed;
    long owedDue;

    Receiving(Stream stream) {
        this.stream = stream;
        this.waiting = new Chunks(stream.lane.loop.chunks, stream.lane.retained);
        this.lookedAt = stream.lane.loop.now();
    }

    /// A DATA frame: `body` without offset and flags.
    void data(Link link, long offset, int flags, byte[] bytes, int at, int length) throws IOException {
        int plainLength = length;
        boolean isCompressed = (flags & FrameType.COMPRESSED) != 0;
        if (isCompressed) {
            if (length < 4) throw new Violation("a compressed DATA frame of " + length + " bytes");
            plainLength = BigEndian.get24(bytes, at);
        }
        if (plainLength < 1 || plainLength > FrameType.LONGEST_DATA) throw new Violation("a DATA frame of " + plainLength + " bytes");
        if (offset != received) {
            if (offset + plainLength <= received) {
                stream.lane.tally.idle(link.loop.now());
                return;
            }
            throw new Violation("DATA at " + offset + " where " + received + " was next");
        }
        if (received + plainLength > limit) throw new Violation(CloseCode.FLOW_CONTROL, "DATA past the limit " + limit);
        if (end >= 0) throw new Violation(CloseCode.FLOW_CONTROL, "DATA behind FIN");
        received += plainLength;
        link.rates.receivedData();
        stream.touch();
        if (stream.isOpener) stream.waits.ends(Wait.ANSWER, link.loop.now());
        if (isCompressed) {
            Unsqueezer mine = unsqueezer;
            if (mine == null) unsqueezer = mine = new Unsqueezer(link.keying.receivingAgreement, squeezed);
            if (!mine.open(flags, bytes, at + 3, length - 3, plainLength)) {
                stream.lane.owner.limited(stream.lane, "compression contexts", NO_ROOM);
                stream.abort(CloseCode.MEMORY, NO_ROOM);
                return;
            }
            deliver(link.loop.scratch, 0, plainLength);
        } else {
            deliver(bytes, at, length);
        }
    }

    /// The peer compresses no more until it starts anew.
    void contextEnds(long offset) throws Violation {
        Unsqueezer mine = unsqueezer;
        if (offset != received || mine == null || !mine.end()) throw new Violation("the end of a context that there is not");
    }

    private void deliver(byte[] bytes, int at, int length) throws Violation {
        Loop loop = stream.lane.loop;
        if (stream.edge != null && waiting.length() == 0 && turnstile == null) {
            loop.batch.makeRoom(this, length);
            if (stream.phase == Stream.Phase.ENDED) return;
            // a full batch that the local socket took in part now waits: this comes behind it
            if (waiting.length() == 0) {
                loop.batch.add(this, bytes, at, length);
                return;
            }
        }
        waiting.append(bytes, at, length);
        settleWaiting();
        loop.checkMemory();
        Turnstile bound = turnstile;
        if (bound != null && stream.edge != null && !bound.isWaiting() && !stream.waits.lasts(Wait.SOCKET)) stream.edgeWritable();
    }

    /// Chunks are taken and given whole: what is counted is their memory.
    private void settleWaiting() {
        long held = waiting.heldBytes();
        if (held != counted) stream.lane.loop.budgets.waits(held - counted);
        counted = held;
    }

    /// Writes to the local socket what one read of the wire brought; what it does not take waits.
    @Override
    public void write(ByteBuffer bytes) throws Violation {
        Edge edge = stream.edge;
        if (edge == null || stream.phase == Stream.Phase.ENDED) return;
        int taken = write(edge, bytes);
        if (taken < 0) return;
        delivered += taken;
        int left = bytes.remaining();
        if (left > 0) {
            waiting.append(bytes);
            settleWaiting();
            stream.waits.begins(Wait.SOCKET, stream.lane.loop.now());
            stream.updateInterest();
            stream.lane.loop.checkMemory();
        }
        if (taken > 0) wasDelivered();
        stream.forgetIfSettled();
    }

    /// @return bytes taken, or -1 when the socket failed and the stream was aborted
    private int write(Edge edge, ByteBuffer bytes) throws Violation {
        try {
            return edge.write(bytes);
        } catch (Violation violation) {
            throw violation;
        } catch (IOException failed) {
            stream.edgeFailed(failed);
            return -1;
        }
    }

    void finish(long at) throws Violation {
        stream.lane.loop.batch.flush();
        if (stream.phase == Stream.Phase.ENDED) return;
        if (end >= 0 && at != end) throw new Violation(CloseCode.FLOW_CONTROL, "FIN at " + at + " after FIN at " + end);
        if (at < received) throw new Violation(CloseCode.FLOW_CONTROL, "FIN at " + at + " where " + received + " was received");
        if (at > received) throw new Violation("FIN at " + at + " before the DATA from " + received);
        end = at;
        stream.touch();
        wasDelivered();
    }

    /// The local socket takes bytes again, or is there at last.
    void drain(Edge edge, ByteBuffer io) throws IOException {
        Turnstile bound = turnstile;
        long taken = bound == null ? waiting.writeTo(edge::write, io, waiting.length()) : drain(edge, io, bound);
        settleWaiting();
        stream.waits.is(Wait.SOCKET, waiting.length() > 0 && (bound == null || !bound.isWaiting()), stream.lane.loop.now());
        delivered += taken;
        stream.touch();
        wasDelivered();
    }

    /// In places of its user's pace.
    private long drain(Edge edge, ByteBuffer io, Turnstile bound) throws IOException {
        long now = stream.lane.loop.now();
        long taken = 0;
        for (int may; waiting.length() > 0 && (may = bound.admits((int) Math.min(waiting.length(), io.capacity()), now)) > 0;) {
            int count = (int) waiting.writeTo(edge::write, io, may);
            bound.moved(count);
            taken += count;
            if (count < may) break;
        }
        return taken;
    }

    /// Whether to be told when the local socket takes bytes again.
    boolean wantsToWrite() {
        Turnstile bound = turnstile;
        return waiting.length() > 0 && (bound == null || !bound.isWaiting());
    }

    private void wasDelivered() {
        Edge edge = stream.edge;
        if (edge == null) return;
        if (!stream.isOpener && delivered > stream.sentBytes.get()) stream.waits.restarts(Wait.ANSWER, stream.lane.loop.now());
        stream.sentBytes.add(delivered - stream.sentBytes.get());
        boolean isLast = delivered == end;
        if (isLast) stream.peerEnded(edge);
        if (creditedTo == delivered) return;
        if (isLast || delivered - creditedTo >= CREDIT_BYTES) stream.lane.says(stream, Entry.SAY_CREDIT);
        else stream.lane.owes(stream);
    }

    /// Writes the CREDIT that is due, and grows the window of a fast reader.
    void writeCredit(Link link) throws Violation {
        long now = link.loop.now();
        // more often than the peer's DATA and the clock allow it would take for a flood
        if (!link.rates.mayCredit(now) && delivered != end) {
            stream.lane.owes(stream);
            return;
        }
        resize(link, now);
        limit = Math.max(limit, delivered + window);
        settleReservation();
        creditedTo = delivered;
        Outbox outbox = link.outbox;
        int at = outbox.frame(FrameType.CREDIT, stream.id, 16);
        BigEndian.put64(outbox.small(), at, delivered);
        BigEndian.put64(outbox.small(), at + 8, limit);
    }

    private void resize(Link link, long now) {
        if (link.loop.budgets.isTight()) {
            window = LinkSettings.FIRST_WINDOW;
            return;
        }
        if (delivered - grownAt < window / 2) return;
        long roundTrip = link.roundTripNanos();
        boolean isFast = now - lookedAt <= 2 * roundTrip && waiting.length() == 0;
        grownAt = delivered;
        lookedAt = now;
        if (isFast && window < LinkSettings.LARGEST_WINDOW && link.loop.budgets.reserveGrowth(window)) {
            reserved += window;
            window *= 2;
        }
    }

    /// What was promised beyond the first window and is used up goes back.
    private void settleReservation() {
        long needed = Math.max(window, limit - delivered) - LinkSettings.FIRST_WINDOW;
        if (needed >= reserved) return;
        stream.lane.loop.budgets.returnGrowth(reserved - needed);
        reserved = needed;
    }

    /// Whether everything the peer had to say is written, and it knows.
    boolean isSettled() {
        return delivered == end && creditedTo == end;
    }

    boolean hasEnded() {
        return delivered == end;
    }

    boolean owesCredit() {
        return creditedTo != delivered;
    }

    long window() {
        return window;
    }

    /// On a new link: the peer is told again what was delivered.
    void resumed(Link link) {
        link.rates.receivedData();
        if (delivered > 0) stream.lane.says(stream, Entry.SAY_CREDIT);
    }

    /// The peer has said everything.
    void finishedByPeer() throws Violation {
        if (end < 0) finish(received);
    }

    long received() {
        return received;
    }

    /// Whether everything came.
    boolean isWhole() {
        return end >= 0;
    }

    /// The next link begins anew: with its own context, and with CREDIT for all that was delivered.
    void detached() {
        creditedTo = 0;
        newContext();
    }

    /// What comes compressed from here on is so anew.
    void newContext() {
        Unsqueezer mine = unsqueezer;
        if (mine != null) mine.close();
        unsqueezer = null;
    }

    void release() {
        Turnstile bound = turnstile;
        if (bound != null) bound.leave();
        stream.lane.loop.batch.forget(this);
        waiting.clear();
        settleWaiting();
        stream.lane.loop.budgets.returnGrowth(reserved);
        reserved = 0;
        Unsqueezer mine = unsqueezer;
        if (mine != null) mine.close();
        unsqueezer = null;
    }
}
