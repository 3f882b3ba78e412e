package org.nettunnel.api.transport;

import java.io.IOException;
import java.time.Duration;

/// A way to get a wire to a peer, by name; a service that may come and go.
public interface Transport {
    /// What tunnels are configured with: `https` or `tcp`.
    String name();

    /// Dials a peer and comes back with a wire in blocking mode, ready for the handshake; runs on a virtual thread.
    ///
    /// @param way     how the socket is had
    /// @param timeout for all of it, the way included
    /// @throws IOException with a sentence for people: which address, which step, what was answered
    Wire dial(Address address, Way way, Duration timeout) throws IOException;

    /// Dials with nothing in between.
    default Wire dial(Address address, Duration timeout) throws IOException {
        return dial(address, Way.DIRECT, timeout);
    }
}
