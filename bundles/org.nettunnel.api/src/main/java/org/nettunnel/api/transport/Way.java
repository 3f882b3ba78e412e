package org.nettunnel.api.transport;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/// How a connected socket to a peer is had: straight, or through a proxy. Transports are handed one and ask no further.
@FunctionalInterface
public interface Way {
    /// With nothing in between that must be talked to.
    Way DIRECT = Dialling::connect;

    /// Connects; blocks, so it runs on a virtual thread.
    ///
    /// @return a channel in blocking mode, without Nagle's delay; the next byte on it, either way, is the peer's or for the peer
    /// @throws IOException with a sentence that names the address and what happened
    SocketChannel connect(Address address, Duration timeout) throws IOException;
}
