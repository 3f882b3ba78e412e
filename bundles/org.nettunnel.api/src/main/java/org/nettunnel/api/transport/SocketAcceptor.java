package org.nettunnel.api.transport;

import java.nio.channels.SocketChannel;

/// Takes connections of the node's one port that start with certain bytes instead of TLS.
public interface SocketAcceptor {
    /// The first bytes by which such a connection is told apart, 4 to 16 of them; the first is never 0x16 (TLS).
    byte[] preface();

    /// Takes over a connection whose preface was read and consumed.
    ///
    /// @param channel in blocking mode
    /// @param early   bytes that were received behind the preface, perhaps none
    void accept(SocketChannel channel, byte[] early);
}
