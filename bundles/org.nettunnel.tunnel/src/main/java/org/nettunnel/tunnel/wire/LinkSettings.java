package org.nettunnel.tunnel.wire;

import java.time.Duration;

/// Knobs of the data path; the defaults are those of the protocol.
///
/// @param streams        streams a peer may hold open, tombstones included
/// @param unanswered     OPENs without an answer, for each endpoint
/// @param ping           silence after which the peer is asked
/// @param dead           silence after which the link is given up
/// @param halfClosed     how long a half-closed stream may be without traffic
/// @param drain          how long streams may go on after a GOAWAY
/// @param contexts       compression contexts that are kept for a peer
/// @param keys           when a link's keys are changed
public record LinkSettings(int streams, int unanswered, Duration ping, Duration dead, Duration halfClosed, Duration drain,
        int contexts, KeyLimits keys) {
    /// Bytes of a stream in one DATA frame that we send.
    public static final int FRAME_BYTES = 32 * 1024;
    /// Frames of one stream in one turn of its loop.
    public static final int FRAMES_A_TURN = 4;
    /// Credit that every stream has from the start and keeps.
    public static final int FIRST_WINDOW = 64 * 1024;
    public static final int LARGEST_WINDOW = 16 << 20;

    public LinkSettings {
        if (streams < 1 || streams > Ceilings.MOST_STREAMS)
            throw new IllegalArgumentException("streams " + streams + " is not in 1.." + Ceilings.MOST_STREAMS);
        if (unanswered < 1) throw new IllegalArgumentException("unanswered " + unanswered + " is not positive");
        if (dead.compareTo(ping) <= 0) throw new IllegalArgumentException("dead " + dead + " is not longer than ping " + ping);
    }

    /// With the standard limits of keys.
    public LinkSettings(int streams, int unanswered, Duration ping, Duration dead, Duration halfClosed, Duration drain, int contexts) {
        this(streams, unanswered, ping, dead, halfClosed, drain, contexts, KeyLimits.standard());
    }

    public static LinkSettings defaults() {
        return new LinkSettings(Ceilings.STREAMS, Ceilings.UNANSWERED, Duration.ofSeconds(15), Duration.ofSeconds(45),
                Duration.ofMinutes(Ceilings.HALF_CLOSED_MINUTES), Duration.ofSeconds(30), Ceilings.CONTEXTS);
    }

    public LinkSettings with(KeyLimits limits) {
        return new LinkSettings(streams, unanswered, ping, dead, halfClosed, drain, contexts, limits);
    }
}
