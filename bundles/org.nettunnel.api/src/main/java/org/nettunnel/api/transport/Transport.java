package org.nettunnel.api.transport;

import java.io.IOException;
import java.time.Duration;

/// A way to get a wire to a peer, by name; a service that may come and go.
public interface Transport {
    /// What tunnels are configured with: `https` or `tcp`.
    String name();

    /// Dials a peer and comes back with a wire in blocking mode, ready for the handshake; runs on a virtual thread.
    ///
    /// @throws IOException with a sentence for people: which address, which step, what was answered
    Wire dial(Address address, Duration timeout) throws IOException;
}
