package org.nettunnel.api.transport;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/// A byte pipe to a peer: a socket, or a socket with TLS around it.
///
/// A wire is born in blocking mode, for the handshake on a virtual thread. An event loop then sets its channel to
/// non-blocking, registers it, and drives it with the same calls.
/// **Threads:** one at a time; [#close()] from any.
public interface Wire extends AutoCloseable {
    /// The name of the transport that made it.
    String transport();

    /// The socket below, for registration with a selector and for its addresses.
    SocketChannel channel();

    /// The channel binding, 32 bytes: the TLS exporter of RFC 9266, or zeros where there is no TLS.
    byte[] binding();

    /// Reads what is there, up to `length` bytes.
    ///
    /// @return the bytes read; 0 when the channel is non-blocking and nothing is there; -1 at the end
    int read(byte[] bytes, int offset, int length) throws IOException;

    /// Whether bytes can be read without the socket being readable: they were already decrypted or received.
    boolean hasUnread();

    /// Takes bytes to write.
    ///
    /// @return how many were taken; fewer than `length` only when the channel is non-blocking and full
    int write(byte[] bytes, int offset, int length) throws IOException;

    /// Pushes out what was taken but is not on the socket yet (TLS keeps sealed bytes).
    ///
    /// @return whether nothing is left
    boolean flush() throws IOException;

    /// Closes the socket; harmless when repeated.
    @Override
    void close();
}
