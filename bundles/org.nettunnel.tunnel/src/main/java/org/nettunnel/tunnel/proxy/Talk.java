package org.nettunnel.tunnel.proxy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// A dialogue on a socket that will be somebody else's: reads what it is asked for and not one byte more.
///
/// @param channel in blocking mode
record Talk(SocketChannel channel) {
    void say(byte[] bytes) throws IOException {
        for (ByteBuffer left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) channel.write(left);
    }

    /// @throws EOFException when the other side ends before
    byte[] hear(int length) throws IOException {
        ByteBuffer heard = ByteBuffer.allocate(length);
        while (heard.hasRemaining())
            if (channel.read(heard) < 0) throw new EOFException("the connection was closed");
        return heard.array();
    }
}
