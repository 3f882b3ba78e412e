package org.nettunnel.api.tunnel;

/// Hears how a stream goes, for counters and logs.
///
/// **Threads:** called on the stream's event loop: returns at once.
public interface StreamObserver {
    /// The other end connected to its target; only the end that opened the stream hears this.
    void opened();

    /// The stream is over; called once.
    ///
    /// @param code          NORMAL when both directions were closed in order
    /// @param reason        a sentence for people
    /// @param receivedBytes bytes read from the local socket
    /// @param sentBytes     bytes written to the local socket
    void ended(CloseCode code, String reason, long receivedBytes, long sentBytes);
}
