package org.nettunnel.api.tunnel;

/// Hears of streams as they open and end, for people who watch.
///
/// **Threads:** called on the stream's event loop, in order for each stream: returns at once, and never waits.
public interface StreamListener {
    /// Both applications are connected.
    void opened(StreamState stream);

    /// It is over; told too of one that never opened, because its target could not be reached or it was refused.
    ///
    /// @param code   NORMAL when both directions were closed in order
    /// @param reason a sentence for people
    void ended(StreamState stream, CloseCode code, String reason);

    /// What [Tunnels#watch] gives; closing it ends the telling.
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
