package org.nettunnel.api.tunnel;

import java.util.function.LongSupplier;

/// Hears how a stream goes, for counters and logs.
///
/// **Threads:** called on the stream's event loop: returns at once.
public interface StreamObserver {
    /// What a stream has carried so far, to be asked from any thread: never less than when it was asked before.
    ///
    /// @param receivedBytes bytes read from the local socket
    /// @param sentBytes     bytes written to the local socket
    record Progress(LongSupplier receivedBytes, LongSupplier sentBytes) {}

    /// The stream is there, and carries from now on; called at most once, before anything else. One that comes to nothing early only ends.
    default void begins(Progress progress) {}

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
