package org.nettunnel.transport.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

import org.nettunnel.api.transport.Wire;
import org.jspecify.annotations.Nullable;

/// A plain socket as a wire: nothing is buffered but the bytes that came with the preface.
///
/// **Threads:** one at a time; [#close()] from any.
public final class SocketWire implements Wire {
    private static final int BINDING_BYTES = 32;

    private final SocketChannel channel;
    private final ByteBuffer early;
    /// The caller's arrays are the same ones again and again, so their wrappers are kept.
    private @Nullable ByteBuffer reading;
    private @Nullable ByteBuffer writing;

    /// @param early bytes that were received already and are read first
    public SocketWire(SocketChannel channel, byte[] early) {
        this.channel = channel;
        this.early = ByteBuffer.wrap(early);
    }

    @Override
    public String transport() {
        return TcpTransport.NAME;
    }

    @Override
    public SocketChannel channel() {
        return channel;
    }

    @Override
    public byte[] binding() {
        return new byte[BINDING_BYTES];
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (early.hasRemaining()) {
            int taken = Math.min(length, early.remaining());
            early.get(bytes, offset, taken);
            return taken;
        }
        ByteBuffer buffer = reading = over(reading, bytes, offset, length);
        return channel.read(buffer);
    }

    @Override
    public boolean hasUnread() {
        return early.hasRemaining();
    }

    @Override
    public int write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer buffer = writing = over(writing, bytes, offset, length);
        return channel.write(buffer);
    }

    @Override
    public boolean flush() {
        return true;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException nothingLeftToDo) {
            // the descriptor is gone either way
        }
    }

    private static ByteBuffer over(@Nullable ByteBuffer kept, byte[] bytes, int offset, int length) {
        ByteBuffer buffer = kept != null && kept.array() == bytes ? kept : ByteBuffer.wrap(bytes);
        return buffer.limit(offset + length).position(offset);
    }
}
