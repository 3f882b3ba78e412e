package org.nettunnel.tunnel.link;

import java.io.IOException;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.transport.Wire;
import org.nettunnel.tunnel.wire.BigEndian;
import org.nettunnel.tunnel.wire.Counter;
import org.nettunnel.tunnel.wire.RecordOpener;
import org.nettunnel.tunnel.wire.RecordSealer;
import org.nettunnel.tunnel.wire.Violation;

/// What a link has read: sealed bytes come in, opened records go to the dispatch.
///
/// **Threads:** the link's loop.
final class Inbox {
    static final int BYTES = 256 * 1024 + RecordSealer.LONGEST_PLAIN + RecordSealer.OVERHEAD;

    /// How a round of reading ended.
    enum Outcome {
        /// The socket is empty: the selector will tell.
        DRAINED,
        /// The wire holds more, of which no selector will tell, or there is more than one round.
        MORE,
        /// The peer closed.
        END
    }

    private final Link link;
    private final Loop loop;
    private final RecordOpener opener;
    private final FrameDispatch dispatch;
    private final Counter received = new Counter();
    private byte @Nullable [] in;
    /// Frames of the last record that wait for the next turn.
    private byte @Nullable [] rest;
    private int low;
    private int high;

    Inbox(Link link, Loop loop, RecordOpener opener, FrameDispatch dispatch) {
        this.link = link;
        this.loop = loop;
        this.opener = opener;
        this.dispatch = dispatch;
    }

    /// Reads what is there, once around the buffer at most.
    Outcome fill(Wire wire) throws IOException {
        int budget = BYTES;
        dispatch.beginTurn();
        byte[] held = in;
        if (held != null && (low < high || rest != null)) take(held);
        if (link.interest.isHeld()) return Outcome.DRAINED;
        if (!dispatch.hasTime()) return goesOn();
        do {
            byte[] bytes = in;
            if (bytes == null) in = bytes = loop.inBuffers.take();
            compact(bytes);
            int space = bytes.length - high;
            int count = wire.read(bytes, high, space);
            if (count < 0) return Outcome.END;
            if (count == 0) break;
            link.heartbeat.heard(loop.now());
            received.add(count);
            high += count;
            budget -= count;
            take(bytes);
            // going on will read again
            if (link.interest.isHeld()) return Outcome.DRAINED;
            if (!dispatch.hasTime()) return goesOn();
            if (count < space && !wire.hasUnread()) break;
        } while (budget > 0);
        if (low == high && rest == null) release();
        return wire.hasUnread() ? Outcome.MORE : Outcome.DRAINED;
    }

    /// The links beside it have their turn first.
    private Outcome goesOn() {
        if (!link.isLive()) return Outcome.DRAINED;
        link.heartbeat.heard(loop.now());
        return Outcome.MORE;
    }

    private void take(byte[] bytes) throws IOException {
        try {
            remainder();
            records(bytes);
        } finally {
            // what came before an error has been received, and a later link does not bring it again
            loop.batch.flush();
        }
        if (link.isLive()) return;
        low = high;
        rest = null;
    }

    /// What a record held beyond one turn's work.
    private void remainder() throws IOException {
        byte[] left = rest;
        if (left == null) return;
        rest = null;
        frames(left, left.length);
    }

    private void frames(byte[] plain, int length) throws IOException {
        int done = dispatch.record(plain, length);
        if (done < length && link.isLive()) rest = Arrays.copyOfRange(plain, done, length);
    }

    private void records(byte[] bytes) throws IOException {
        while (high - low >= RecordSealer.LENGTH && link.isLive() && !link.interest.isHeld() && dispatch.hasTime()) {
            int length = BigEndian.get24(bytes, low);
            if (!RecordOpener.fits(length)) throw new Violation("a record of " + length + " bytes");
            if (high - low - RecordSealer.LENGTH < length) return;
            int plain = opener.open(bytes, low + RecordSealer.LENGTH, length, loop.plain);
            low += RecordSealer.LENGTH + length;
            link.proved();
            frames(loop.plain, plain);
        }
    }

    private void compact(byte[] bytes) {
        if (low > 0 && low < high) System.arraycopy(bytes, low, bytes, 0, high - low);
        high -= low;
        low = 0;
    }

    /// Gives the buffer back to the loop; what is in it is lost.
    void release() {
        byte[] bytes = in;
        if (bytes != null) loop.inBuffers.give(bytes);
        in = null;
        rest = null;
        low = high = 0;
    }

    long receivedBytes() {
        return received.get();
    }
}
