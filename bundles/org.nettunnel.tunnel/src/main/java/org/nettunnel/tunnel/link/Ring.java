package org.nettunnel.tunnel.link;

import java.util.ArrayDeque;

import org.nettunnel.tunnel.waits.Wait;
import org.nettunnel.tunnel.wire.Violation;

/// Streams that may have bytes to send, each at most once, in the order of their turns.
///
/// **Threads:** the lane's loop.
final class Ring {
    private final ArrayDeque<Stream> streams = new ArrayDeque<>();

    void add(Stream stream) {
        if (stream.isInRing) return;
        stream.isInRing = true;
        stream.waits.begins(Wait.LINK, stream.lane.loop.now());
        streams.addLast(stream);
    }

    /// Each stream once, while the link has room; the next turn starts where this one stops.
    void pump(Link present) throws Violation {
        for (int count = streams.size(); count > 0 && present.hasRoom(); count--) {
            Stream stream = streams.removeFirst();
            stream.isInRing = false;
            stream.waits.ends(Wait.LINK, present.loop.now());
            if (stream.pump(present)) add(stream);
            stream.forgetIfSettled();
        }
    }

    boolean isEmpty() {
        return streams.isEmpty();
    }

    void clear() {
        streams.clear();
    }
}
