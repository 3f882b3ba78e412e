package org.nettunnel.tunnel.edge;

import java.io.IOException;
import java.nio.ByteBuffer;

/// The local end of a stream, without blocking: a socket, or the messages of stream 0.
///
/// **Threads:** the stream's loop.
public sealed interface Edge permits SocketEdge, ControlEdge {
    /// @return bytes read; 0 when there are none now; -1 when the application has nothing more to say
    int read(ByteBuffer into) throws IOException;

    /// @return bytes taken
    int write(ByteBuffer from) throws IOException;

    /// What to be told of.
    void interest(boolean read, boolean write);

    /// The peer has nothing more to say: the application sees the end, and may go on itself.
    void shutdownOutput() throws IOException;

    /// Ends in order.
    void close();

    /// Ends so that the application sees a reset.
    void reset();
}
