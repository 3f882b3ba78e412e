package org.nettunnel.http;

import java.nio.channels.SocketChannel;

import javax.net.ssl.SSLEngine;

/// Takes over connections that left HTTP by an upgrade, with their TLS.
@FunctionalInterface
public interface TlsAcceptor {
    /// Owns socket and engine from now on: nothing of the HTTP server reads, writes, times or closes them any more,
    /// and not a byte of either direction is left behind in it.
    ///
    /// Runs on a virtual thread of its own.
    ///
    /// @param channel in blocking mode
    /// @param engine  with its handshake done; it may still meet KeyUpdate and NewSessionTicket
    void accept(SocketChannel channel, SSLEngine engine);
}
