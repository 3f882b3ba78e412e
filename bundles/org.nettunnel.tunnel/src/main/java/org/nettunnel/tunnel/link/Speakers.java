package org.nettunnel.tunnel.link;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.wire.Ceilings;
import org.nettunnel.tunnel.wire.Violation;

/// Those who have control frames to say, in the order they came: a list through the entries themselves.
///
/// **Threads:** the lane's loop.
final class Speakers {
    private @Nullable Entry first;
    private @Nullable Entry last;
    private int size;

    /// What is to be said of forgotten ids is kept until the peer reads: not without end.
    ///
    /// @param remembered entries of which some may speak too
    void checkAnswers(int remembered) throws Violation {
        if (size - remembered > Ceilings.TOLERANCE * Ceilings.ANSWERS)
            throw new Violation(CloseCode.BUSY, "more than " + Ceilings.ANSWERS + " answers wait because the peer does not read");
    }

    void add(Entry entry, int what) {
        entry.says |= what;
        if (entry.nextSpeaker != null) return;
        size++;
        Entry tail = last;
        if (tail == null) first = entry;
        else tail.nextSpeaker = entry;
        // the end of the list points at itself, so that null means: not in the list
        entry.nextSpeaker = entry;
        last = entry;
    }

    @Nullable Entry next() {
        Entry head = first;
        if (head == null) return null;
        Entry next = head.nextSpeaker;
        if (next == head) first = last = null;
        else first = next;
        head.nextSpeaker = null;
        size--;
        return head;
    }

    /// Nobody has anything to say any more.
    void clear() {
        for (Entry entry; (entry = next()) != null;) entry.says = 0;
    }
}
