package org.nettunnel.api.tunnel;

import java.util.List;

/// Where the time of a tunnel's streams goes at this end. Times and bytes only grow: two of these, a while apart, say what share of it was spent how.
///
/// @param loops the event loops that the tunnel's lanes are on
public record Measures(List<OfStream> streams, List<OfLink> links, List<OfLoop> loops) {
    public static final Measures NONE = new Measures(List.of(), List.of(), List.of());

    public Measures {
        streams = List.copyOf(streams);
        links = List.copyOf(links);
        loops = List.copyOf(loops);
    }

    /// @param lane      on whose link it travels
    /// @param takenAt   `System.nanoTime()` of this
    /// @param pace      bytes a second that its user has; -1 without a bound
    /// @param hasToSend whether bytes wait here: read and not yet delivered at the other end
    public record OfStream(StreamState state, int lane, long takenAt, Waits waits, long pace, boolean hasToSend) {}

    /// Nanoseconds since the stream began, what lasts included.
    ///
    /// @param dial   until the target was connected; at the opener until the other end said so
    /// @param credit the local socket had bytes, and the other end no room for them: what is there takes slowly, or far away
    /// @param link   the stream waited for its turn on the link, or for a link
    /// @param socket the local socket took no more: its application reads slowly
    /// @param pace   its user's bound of bytes a second was used up
    /// @param answer everything was said, and nothing came back: at the opener by the other end, else by the target
    public record Waits(long dial, long credit, long link, long socket, long pace, long answer) {
        public static final Waits NONE = new Waits(0, 0, 0, 0, 0, 0);
    }

    /// @param takenAt       `System.nanoTime()` of this
    /// @param roundTrip     smoothed nanoseconds, by PING; 0 until the first answer
    /// @param quickest      the shortest there was: what is more waited in line
    /// @param unanswered    nanoseconds for which the present PING is out; 0 when none is
    /// @param blocked       nanoseconds in which the wire took no bytes
    /// @param waitingBytes  sealed and not yet taken by the wire
    /// @param bytesPerSecond what it carried while bytes waited in line; 0 while that is not known
    public record OfLink(int lane, long takenAt, long roundTrip, long quickest, long unanswered, long blocked, long waitingBytes, long receivedBytes,
            long sentBytes, long bytesPerSecond) {}

    /// @param takenAt `System.nanoTime()` of this
    /// @param idle    nanoseconds in which it had nothing to do
    public record OfLoop(String name, long takenAt, long idle) {}
}
