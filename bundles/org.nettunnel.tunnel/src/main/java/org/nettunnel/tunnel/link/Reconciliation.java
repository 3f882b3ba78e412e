package org.nettunnel.tunnel.link;

import java.util.List;

import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.wire.ResumeEntry;
import org.nettunnel.tunnel.wire.ResumeEntry.State;
import org.nettunnel.tunnel.wire.Violation;

/// What two sides remember of a lane's streams is brought together: what is sent again, what was finished, what is over.
///
/// What a missing stream means is never guessed: it follows from who opened it and what the peer has seen.
/// **Threads:** the lane's loop.
final class Reconciliation {
    private final Lane lane;
    private final Link link;
    private final Entries entries;
    /// Of our ids, as the peer says.
    private final long highest;

    Reconciliation(Lane lane, Link link, long highest) throws Violation {
        this.lane = lane;
        this.link = link;
        this.entries = lane.entries;
        this.highest = highest;
        if (!entries.mayHaveSeen(highest)) throw new Violation("RESUME up to stream " + highest + ", which we did not open or it had passed");
    }

    /// @param theirs by ascending id
    void apply(List<ResumeEntry> theirs) throws Violation {
        List<Entry> ours = entries.ascending();
        int at = 0;
        for (ResumeEntry said : theirs) {
            checkId(said);
            for (; at < ours.size() && ours.get(at).id < said.id(); at++) missing(ours.get(at).id);
            if (at < ours.size() && ours.get(at).id == said.id()) at++;
            // looked up: what was done for another may have ended it
            Entry entry = entries.get(said.id());
            if (entry == null) unknown(said);
            else both(entry, said);
            // its CREDIT for all it got
            if (!said.state().isOver()) link.rates.sentData();
        }
        for (; at < ours.size(); at++) missing(ours.get(at).id);
    }

    private void checkId(ResumeEntry said) throws Violation {
        long id = said.id();
        boolean isPossible = id == 0 ? entries.get(0) != null : entries.isOnLane(id) && (!entries.isOwn(id) || id <= highest);
        if (!isPossible) throw new Violation("RESUME of stream " + id + ", which cannot be");
        if (said.state() == State.REFUSED && !entries.isOwn(id)) throw new Violation("RESUME says that stream " + id + " of its own is refused");
        if (id == 0 && said.state() != State.OPEN) throw new Violation("RESUME says that stream 0 is not open");
    }

    private void both(Entry entry, ResumeEntry said) throws Violation {
        switch (entry) {
            case Stream stream when said.state().isOver() -> {
                if (said.state() == State.REFUSED && stream.phase != Stream.Phase.OPENING)
                    throw new Violation("RESUME says that stream " + stream.id + " is refused after OPENED");
                stream.endedByPeer(said.code(), said.code() == CloseCode.NORMAL ? "reset by the application at the other end" : said.code().sentence());
                answer(said.id());
            }
            case Stream stream -> resumes(stream, said);
            // ours is in our RESUME, or it has its RESET still to say
            case Tombstone tombstone -> {
                if (said.state().isOver()) lane.says(tombstone, Entry.SAY_ANSWER);
            }
        }
    }

    private void resumes(Stream stream, ResumeEntry said) throws Violation {
        boolean opensAgain = said.state() == State.DIALLING && stream.isOpener && stream.phase == Stream.Phase.OPEN;
        if (opensAgain || said.state() == State.OPEN && stream.phase == Stream.Phase.DIALLING)
            throw new Violation("RESUME says that stream " + stream.id + " is " + said.state() + ", and it is " + stream.phase);
        stream.sending.resumed(said.received(), said.state() == State.FIN_SEEN);
        stream.receiving.resumed(link);
        if (stream.phase == Stream.Phase.OPEN && !stream.isOpener && !stream.isControl()) lane.says(stream, Entry.SAY_OPENED);
        stream.goesOn();
    }

    /// The peer never saw its OPEN.
    private void opensAgain(Stream stream) throws Violation {
        if (stream.phase != Stream.Phase.OPENING)
            throw new Violation("RESUME says that stream " + stream.id + " was never opened, and it is " + stream.phase);
        stream.sending.resumed(0, false);
        stream.owesOpen(true);
        lane.book.openings.again(stream);
        stream.goesOn();
    }

    /// The peer has forgotten it, which it does only after a clean end.
    private void finishes(Stream stream) throws Violation {
        if (stream.phase == Stream.Phase.DIALLING) throw new Violation("RESUME does not list stream " + stream.id + ", which is dialled");
        stream.opened();
        stream.sending.finishedByPeer();
        stream.receiving.resumed(link);
        stream.receiving.finishedByPeer();
        stream.goesOn();
    }

    /// Ours, and the peer does not list it.
    private void missing(long id) throws Violation {
        boolean isLost = entries.isOwn(id) && id > highest;
        switch (entries.get(id)) {
            case null -> {}
            case Tombstone tombstone -> {
                tombstone.says = 0;
                lane.book.forget(tombstone);
            }
            case Stream stream when stream.isControl() -> throw new Violation("RESUME without stream 0");
            case Stream stream when isLost -> opensAgain(stream);
            case Stream stream -> finishes(stream);
        }
    }

    /// The peer's, and we do not remember it: its OPEN was lost, or we finished it, or it waits for an answer.
    private void unknown(ResumeEntry said) throws Violation {
        if (said.state().isOver()) {
            answer(said.id());
            return;
        }
        boolean isFinished = entries.isKnown(said.id());
        if (!isFinished && (said.state() != State.DIALLING || said.received() != 0))
            throw new Violation("RESUME says that stream " + said.id() + " is " + said.state() + ", and it was never opened");
    }

    private void answer(long id) {
        lane.says(new Tombstone(id, CloseCode.NORMAL, "", false), Entry.SAY_ANSWER);
    }
}
