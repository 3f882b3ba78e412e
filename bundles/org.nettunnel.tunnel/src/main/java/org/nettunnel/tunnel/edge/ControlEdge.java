package org.nettunnel.tunnel.edge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.nettunnel.tunnel.wire.BigEndian;
import org.nettunnel.tunnel.wire.Ceilings;
import org.nettunnel.tunnel.wire.Violation;

/// The local end of stream 0: messages, each `u32 length | bytes`, that the engine does not read.
///
/// **Threads:** the stream's loop.
public final class ControlEdge implements Edge {
    private final Consumer<byte[]> receiver;
    private final Runnable wakeUp;
    private final AtomicLong queued;
    private final ArrayDeque<ByteBuffer> toSend = new ArrayDeque<>();
    private final byte[] header = new byte[4];
    private int headerEnd;
    private byte @Nullable [] message;
    private int messageEnd;

    /// @param receiver gets each whole message
    /// @param wakeUp   called when there is something to read
    /// @param queued   bytes of messages not yet read, less as they are
    public ControlEdge(Consumer<byte[]> receiver, Runnable wakeUp, AtomicLong queued) {
        this.queued = queued;
        this.receiver = receiver;
        this.wakeUp = wakeUp;
    }

    /// Queues a message.
    public void send(byte[] bytes) {
        toSend.add(ByteBuffer.allocate(4 + bytes.length).putInt(bytes.length).put(bytes).flip());
        wakeUp.run();
    }

    @Override
    public int read(ByteBuffer into) {
        int start = into.position();
        for (ByteBuffer next; into.hasRemaining() && (next = toSend.peek()) != null;) {
            int count = Math.min(next.remaining(), into.remaining());
            into.put(into.position(), next, next.position(), count).position(into.position() + count);
            next.position(next.position() + count);
            if (next.hasRemaining()) continue;
            toSend.remove();
            queued.addAndGet(4 - next.limit());
        }
        return into.position() - start;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        int taken = from.remaining();
        while (from.hasRemaining()) gather(from);
        return taken;
    }

    private void gather(ByteBuffer from) throws Violation {
        byte[] body = message;
        if (body == null) {
            header[headerEnd++] = from.get();
            if (headerEnd < header.length) return;
            int length = BigEndian.get32(header, 0);
            if (length < 1 || length > Ceilings.MESSAGE_BYTES) throw new Violation("a control message of " + length + " bytes");
            message = new byte[length];
            headerEnd = messageEnd = 0;
            return;
        }
        int count = Math.min(from.remaining(), body.length - messageEnd);
        from.get(body, messageEnd, count);
        messageEnd += count;
        if (messageEnd < body.length) return;
        message = null;
        receiver.accept(body);
    }

    /// Nobody has to wait for it: it is read when there is something to say, and always takes what comes.
    @Override
    public void interest(boolean read, boolean write) {}

    @Override
    public void shutdownOutput() {}

    @Override
    public void close() {
        toSend.clear();
    }

    @Override
    public void reset() {
        toSend.clear();
    }
}
