package org.nettunnel.tunnel.link;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.wire.BigEndian;
import org.nettunnel.tunnel.wire.FrameType;
import org.nettunnel.tunnel.wire.Violation;

/// Reads the frames of an opened record, strictly, and tells lane and streams; anything odd is a [Violation].
///
/// **Threads:** the link's loop.
final class FrameDispatch {
    /// What one link may cost the others on its loop before they have their turn, in bytes of DATA: a buffer of large frames at once, but
    /// not thousands of small ones.
    private static final int WORK_A_TURN = 384 * 1024;
    /// A frame costs as much as so many bytes; one that opens a stream, as so many.
    private static final int FRAME_WORK = 96;
    private static final int OPEN_WORK = 8192;
    /// On one link: one begins a drain, another may end it.
    private static final int MOST_GOAWAYS = 4;
    private static final System.Logger LOG = System.getLogger("org.nettunnel.tunnel.frames");
    /// Asked once: a link that is there already does not begin to log its frames.
    private final boolean isTraced = LOG.isLoggable(Level.TRACE);
    private final Link link;
    private final Lane lane;
    private int work;
    private int goAways;

    FrameDispatch(Link link, Lane lane) {
        this.link = link;
        this.lane = lane;
    }

    /// A link that is read begins anew with what it may cost.
    void beginTurn() {
        work = 0;
    }

    /// Whether the links beside it need not have their turn yet.
    boolean hasTime() {
        return work < WORK_A_TURN;
    }

    /// Whole frames only; returns where it stopped, which is the end unless they are more than one turn's work.
    int record(byte[] plain, int length) throws IOException {
        int at = 0;
        while (at < length && link.isLive() && hasTime()) {
            if (link.interest.isHeld()) throw new Violation("a switch of keys that does not end its record");
            if (length - at < FrameType.HEADER) throw new Violation("a frame cut short in its header");
            FrameType type = FrameType.of(plain[at]);
            long stream = BigEndian.get48(plain, at + 1);
            int body = BigEndian.get24(plain, at + 7);
            if (type == null) throw new Violation("a frame of type " + (plain[at] & 0xff) + ", which this version does not have");
            at += FrameType.HEADER;
            if (!type.fits(body) || body > length - at) throw new Violation(type + " with a body of " + body + " bytes");
            if (isTraced) LOG.log(Level.TRACE, "<< #" + stream + " " + type + " " + body);
            work += (type == FrameType.OPEN ? OPEN_WORK : FRAME_WORK) + body;
            frame(type, stream, plain, at, body);
            at += body;
        }
        return at;
    }

    private void frame(FrameType type, long id, byte[] bytes, int at, int length) throws IOException {
        if (link.isResuming() && type != FrameType.RESUME && type != FrameType.GOAWAY) throw new Violation(type + " before RESUME was whole");
        switch (type) {
            case DATA -> data(id, bytes, at, length);
            case CREDIT -> credit(id, bytes, at);
            case OPEN -> {
                lane.tally.open(link.loop.now());
                Openings.read(lane, id, bytes, at, length);
            }
            case OPENED -> opened(id);
            case REFUSED -> {
                refused(id, bytes, at, length);
                lane.speakers.checkAnswers(lane.entries.size());
            }
            case FIN -> fin(id, bytes, at);
            case RESET -> {
                reset(id, bytes, at);
                lane.speakers.checkAnswers(lane.entries.size());
            }
            case PING -> {
                onLink(type, id);
                link.heartbeat.pinged(BigEndian.get64(bytes, at), link.rates, link.loop.now());
                link.wantsTurn();
            }
            case PONG -> {
                onLink(type, id);
                if (link.heartbeat.ponged(BigEndian.get64(bytes, at), link.rates, link.loop.now())) link.wantsTurn();
            }
            case REKEY0, REKEY1, REKEY2, REKEY3, REKEY4 -> {
                onLink(type, id);
                link.keying.frame(type, bytes, at, length);
            }
            case RESUME -> {
                onLink(type, id);
                link.resume(bytes, at, length);
            }
            case GOAWAY -> {
                onLink(type, id);
                if (++goAways > MOST_GOAWAYS) throw new Violation("GOAWAY again and again");
                link.toldToGo(code(bytes[at]), BigEndian.get48(bytes, at + 1));
            }
        }
    }

    private static void onLink(FrameType type, long id) throws Violation {
        if (id != 0) throw new Violation(type + " for stream " + id);
    }

    /// The stream, or null when it is forgotten or reset: then the frame is ignored.
    private @Nullable Stream live(FrameType type, long id) throws Violation {
        Entry entry = lane.entries.get(id);
        if (entry instanceof Stream stream) {
            if (stream.phase == Stream.Phase.OPENING) throw new Violation(type + " for stream " + id + " before OPENED");
            return stream;
        }
        if (entry == null && !lane.entries.isKnown(id) && !lane.book.crossedOurGoAway(id)) throw new Violation(type + " for stream " + id + ", which was never opened");
        idle();
        return null;
    }

    /// It was a frame that changes nothing.
    private void idle() throws Violation {
        lane.tally.idle(link.loop.now());
    }

    private void data(long id, byte[] bytes, int at, int length) throws IOException {
        Stream stream = live(FrameType.DATA, id);
        if (stream == null) return;
        long offset = offset(bytes, at);
        int flags = bytes[at + 8] & 0xff;
        if (flags == FrameType.CONTEXT_END && length == FrameType.DATA_HEADER) {
            stream.receiving.contextEnds(offset);
            return;
        }
        if ((flags & 0x0c) != 0 || (flags & 1) == 0 && flags != 0) throw new Violation("DATA with flags " + flags);
        if (flags != 0 && length >= FrameType.DATA_HEADER + 3) work += BigEndian.get24(bytes, at + FrameType.DATA_HEADER);
        stream.receiving.data(link, offset, flags, bytes, at + FrameType.DATA_HEADER, length - FrameType.DATA_HEADER);
        stream.forgetIfSettled();
    }

    private void credit(long id, byte[] bytes, int at) throws Violation {
        link.rates.credit(link.loop.now());
        Stream stream = live(FrameType.CREDIT, id);
        if (stream == null) return;
        stream.sending.credited(offset(bytes, at), offset(bytes, at + 8));
        stream.forgetIfSettled();
    }

    private void fin(long id, byte[] bytes, int at) throws Violation {
        if (id == 0) throw new Violation("FIN for stream 0, which is never closed");
        Stream stream = live(FrameType.FIN, id);
        if (stream == null) return;
        if (stream.receiving.isWhole()) idle();
        else link.rates.receivedData();
        stream.receiving.finish(offset(bytes, at));
        stream.forgetIfSettled();
    }

    private void opened(long id) throws Violation {
        Entry entry = lane.entries.get(id);
        if (!lane.entries.isOwn(id) || id == 0 || !lane.entries.isKnown(id)) throw new Violation("OPENED for stream " + id + ", which we did not open");
        if (entry instanceof Stream stream && stream.phase == Stream.Phase.OPENING) stream.opened();
        else idle();
    }

    /// Always answered, also for an id that is forgotten.
    private void refused(long id, byte[] bytes, int at, int length) throws Violation {
        if (!lane.entries.isOwn(id) || id == 0 || !lane.entries.isKnown(id)) throw new Violation("REFUSED for stream " + id + ", which we did not open");
        lane.tally.reset(link.loop.now());
        CloseCode code = code(bytes[at]);
        switch (lane.entries.get(id)) {
            case Stream stream -> {
                if (stream.phase != Stream.Phase.OPENING) throw new Violation("REFUSED for stream " + id + " after OPENED");
                String text = new String(bytes, at + 1, length - 1, StandardCharsets.UTF_8);
                stream.endedByPeer(code, text.isBlank() ? code.sentence() : text);
                answer(id);
            }
            case Tombstone tombstone -> lane.says(tombstone, Entry.SAY_ANSWER);
            case null -> answer(id);
        }
    }

    /// Without the flag always answered, also for an id that is unknown; with it never.
    private void reset(long id, byte[] bytes, int at) throws Violation {
        if (id == 0) throw new Violation("RESET for stream 0, which is never closed");
        if (!lane.entries.isOnLane(id)) throw new Violation("RESET for stream " + id + ", which is not of this lane");
        int flags = bytes[at + 1];
        if ((flags & ~FrameType.ANSWER) != 0) throw new Violation("RESET with flags " + flags);
        boolean isAnswer = flags == FrameType.ANSWER;
        // what was said before is heard before: a server that is busy says so and resets
        link.loop.batch.flush();
        Entry entry = lane.entries.get(id);
        if (isAnswer) {
            if (entry instanceof Tombstone) lane.book.forget(entry);
            else idle();
            return;
        }
        lane.tally.reset(link.loop.now());
        switch (entry) {
            case Stream stream -> {
                CloseCode code = code(bytes[at]);
                stream.endedByPeer(code, code == CloseCode.NORMAL ? "reset by the application at the other end" : code.sentence());
                answer(id);
            }
            case Tombstone tombstone -> {
                lane.says(tombstone, Entry.SAY_ANSWER);
                // the peer gave up what we refused: it will not answer the REFUSED differently
                if (tombstone.refused) lane.book.forget(tombstone);
            }
            case null -> answer(id);
        }
    }

    private void answer(long id) {
        lane.says(new Tombstone(id, CloseCode.NORMAL, "", false), Entry.SAY_ANSWER);
    }

    private static CloseCode code(byte number) {
        return CloseCode.of(number & 0xff);
    }

    private static long offset(byte[] bytes, int at) throws Violation {
        long offset = BigEndian.get64(bytes, at);
        if (offset < 0 || offset >= FrameType.LONGEST_OFFSET) throw new Violation("the offset " + Long.toUnsignedString(offset) + " is out of range");
        return offset;
    }
}
