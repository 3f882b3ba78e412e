package org.nettunnel.tunnel.link;

import org.jspecify.annotations.Nullable;
import org.nettunnel.tunnel.wire.ResumeEntry;
import org.nettunnel.tunnel.wire.Violation;

/// What a lane remembers of a stream id, and what it still has to say about it: control frames are flags here, never a queue.
///
/// **Threads:** the lane's loop.
abstract sealed class Entry permits Stream, Tombstone {
    static final int SAY_OPENED = 1;
    static final int SAY_REFUSED = 2;
    static final int SAY_RESET = 4;
    static final int SAY_ANSWER = 8;
    static final int SAY_CREDIT = 16;
    static final int SAY_CONTEXT_END = 32;

    /// 0 until the OPEN is written.
    long id;
    /// What is to be said, in the order of the constants.
    int says;
    /// The next in the lane's list of those who have something to say; itself at the end of the list.
    @Nullable Entry nextSpeaker;

    Entry(long id) {
        this.id = id;
    }

    /// What RESUME says of it.
    abstract ResumeEntry remembered();

    /// Writes what is to be said.
    abstract void speak(Link link) throws Violation;
}
