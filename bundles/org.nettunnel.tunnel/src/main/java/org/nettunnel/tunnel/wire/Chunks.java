package org.nettunnel.tunnel.wire;

import java.io.IOException;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/// Consecutive bytes of a stream in pooled chunks: what was sent and not yet delivered, or what waits for the local socket.
///
/// **Threads:** the stream's loop.
public final class Chunks {
    /// Takes what it can of a buffer and says how much.
    public interface Sink {
        int write(ByteBuffer from) throws IOException;
    }

    private final ChunkPool pool;
    private final Counter all;
    private @Nullable Chunk first;
    private @Nullable Chunk last;
    private long length;
    private long held;

    /// @param all counts the memory of several such rows together
    public Chunks(ChunkPool pool, Counter all) {
        this.pool = pool;
        this.all = all;
    }

    /// Bytes of the stream in here.
    public long length() {
        return length;
    }

    /// Memory that it takes.
    public long heldBytes() {
        return held;
    }

    /// The chunk in which `count` more bytes fit behind the last; they are there once [#appended] was called.
    public Chunk tail(int count) {
        Chunk tail = last;
        if (tail != null && tail.room() >= count) return tail;
        Chunk fresh = pool.take(count);
        if (tail == null) first = fresh;
        else tail.next = fresh;
        last = fresh;
        held += fresh.bytes.length;
        all.add(fresh.bytes.length);
        return fresh;
    }

    public void appended(Chunk tail, int count) {
        tail.end += count;
        length += count;
    }

    public void append(byte[] bytes, int offset, int count) {
        int at = offset;
        int left = count;
        while (left > 0) {
            int part = Math.min(left, LinkSettings.FRAME_BYTES);
            Chunk tail = tail(part);
            System.arraycopy(bytes, at, tail.bytes, tail.end, part);
            appended(tail, part);
            at += part;
            left -= part;
        }
    }

    public void append(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            int part = Math.min(bytes.remaining(), LinkSettings.FRAME_BYTES);
            Chunk tail = tail(part);
            bytes.get(tail.bytes, tail.end, part);
            appended(tail, part);
        }
    }

    /// Null when there are none.
    public @Nullable Chunk first() {
        return first;
    }

    /// Forgets the first `count` bytes.
    public void drop(long count) {
        long left = count;
        length -= count;
        Chunk chunk = first;
        while (chunk != null && left >= chunk.length()) {
            left -= chunk.length();
            Chunk next = chunk.next;
            held -= chunk.bytes.length;
            all.add(-chunk.bytes.length);
            pool.give(chunk);
            chunk = next;
        }
        first = chunk;
        if (chunk == null) last = null;
        else chunk.start += (int) left;
    }

    /// Writes as much as `edge` takes of at most `most` bytes, by way of `io`; what was taken is dropped, and its length returned.
    public long writeTo(Sink edge, ByteBuffer io, long most) throws IOException {
        long written = 0;
        while (length > 0 && written < most) {
            io.clear().limit((int) Math.min(io.capacity(), most - written));
            for (Chunk chunk = first; chunk != null && io.hasRemaining(); chunk = chunk.next)
                io.put(chunk.bytes, chunk.start, Math.min(chunk.length(), io.remaining()));
            io.flip();
            int offered = io.remaining();
            int taken = edge.write(io);
            drop(taken);
            written += taken;
            if (taken < offered) break;
        }
        return written;
    }

    public void clear() {
        drop(length);
    }
}
