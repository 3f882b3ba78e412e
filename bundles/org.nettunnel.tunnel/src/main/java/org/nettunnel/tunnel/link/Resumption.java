package org.nettunnel.tunnel.link;

import java.util.ArrayList;
import java.util.List;

import org.nettunnel.tunnel.wire.BigEndian;
import org.nettunnel.tunnel.wire.Ceilings;
import org.nettunnel.tunnel.wire.FrameType;
import org.nettunnel.tunnel.wire.ResumeEntry;
import org.nettunnel.tunnel.wire.Violation;

/// The beginning of a joined link: our RESUME is written, the peer's is gathered; until both are whole nothing else is said.
///
/// **Threads:** the link's loop.
final class Resumption {
    private final Lane lane;
    private final Link link;
    /// As it was when the older link had been stopped, by ascending id.
    private final List<ResumeEntry> ours = new ArrayList<>();
    private final long highest;
    private int written;
    private boolean isWritten;
    private final List<ResumeEntry> theirs = new ArrayList<>();
    private final int mostOfTheirs;
    private long theirHighest = -1;
    private boolean isRead;

    /// Nothing of an older link is read any more.
    Resumption(Lane lane, Link link) {
        this.lane = lane;
        this.link = link;
        this.highest = lane.entries.highestPeerId();
        for (Entry entry : lane.entries.ascending()) ours.add(entry.remembered());
        // what it may have opened, tombstones included, and what it let us open
        mostOfTheirs = 1 + Ceilings.STREAMS_IN_ALL * Ceilings.TOLERANCE * (lane.settings.streams() + link.terms.peerStreams());
    }

    boolean isOver() {
        return isWritten && isRead;
    }

    boolean isWritten() {
        return isWritten;
    }

    /// Writes what the link has room for.
    void write() throws Violation {
        while (!isWritten && link.hasRoom()) {
            int count = Math.min(ours.size() - written, ResumeEntry.A_FRAME);
            isWritten = written + count == ours.size();
            int at = link.outbox.frame(FrameType.RESUME, 0, ResumeEntry.HEADER + count * ResumeEntry.BYTES);
            byte[] to = link.outbox.small();
            to[at] = (byte) (isWritten ? ResumeEntry.END : 0);
            BigEndian.put48(to, at + 1, highest);
            for (int i = 0; i < count; i++) ours.get(written++).write(to, at + ResumeEntry.HEADER + i * ResumeEntry.BYTES);
        }
    }

    /// One frame of the peer's; with the last of them the streams go on.
    void read(byte[] bytes, int at, int length) throws Violation {
        if (isRead) throw new Violation("RESUME after its end");
        int flags = bytes[at] & 0xff;
        int count = (length - ResumeEntry.HEADER) / ResumeEntry.BYTES;
        boolean isEnd = flags == ResumeEntry.END;
        if (flags > ResumeEntry.END || ResumeEntry.HEADER + count * ResumeEntry.BYTES != length || count == 0 && !isEnd)
            throw new Violation("RESUME of " + length + " bytes with flags " + flags);
        if (theirs.size() + count > mostOfTheirs) throw new Violation("RESUME of more than " + mostOfTheirs + " streams");
        long seen = BigEndian.get48(bytes, at + 1);
        if (theirHighest >= 0 && seen != theirHighest) throw new Violation("RESUME up to stream " + seen + " after one up to " + theirHighest);
        theirHighest = seen;
        for (int i = 0; i < count; i++) add(ResumeEntry.read(bytes, at + ResumeEntry.HEADER + i * ResumeEntry.BYTES));
        if (!isEnd) return;
        isRead = true;
        new Reconciliation(lane, link, theirHighest).apply(theirs);
        theirs.clear();
    }

    private void add(ResumeEntry entry) throws Violation {
        if (!theirs.isEmpty() && theirs.getLast().id() >= entry.id())
            throw new Violation("RESUME of stream " + entry.id() + " after " + theirs.getLast().id());
        theirs.add(entry);
    }
}
