package org.nettunnel.tunnel.link;

import java.io.IOException;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.transport.Wire;

/// What a link is about to write: small frames gather in one record, large ones are sealed straight into the out buffer.
///
/// **Threads:** the link's loop.
final class Outbox {
    /// Frames of fewer bytes share a record.
    static final int SMALL_FRAME = 4096;
    /// Sealed bytes from which the link has no room for more.
    static final int FULL = 128 * 1024;
    static final int OUT_BYTES = FULL + 3 * (RecordSealer.LONGEST_PLAIN + RecordSealer.OVERHEAD);
    /// A record of small frames is sealed at this size.
    private static final int SMALL_RECORD = 32 * 1024;

    private final Loop loop;
    private final RecordSealer sealer;
    private final Counter sentBytes;
    private byte @Nullable [] small;
    private int smallEnd;
    private byte @Nullable [] out;
    private int low;
    private int high;

    Outbox(Loop loop, RecordSealer sealer, Counter sentBytes) {
        this.loop = loop;
        this.sealer = sealer;
        this.sentBytes = sentBytes;
    }

    int waiting() {
        return high - low + smallEnd;
    }

    boolean hasRoom() {
        return waiting() < FULL;
    }

    /// Large frames that fit before the box is full, rounded up.
    int roomInFrames() {
        return (FULL - waiting() + LinkSettings.FRAME_BYTES - 1) / LinkSettings.FRAME_BYTES;
    }

    /// Writes the header of a small frame into the record of small frames; the body goes to [#small()] from the returned position.
    int frame(FrameType type, long stream, int body) throws Violation {
        if (smallEnd + FrameType.HEADER + body > SMALL_RECORD) sealSmall();
        byte[] bytes = small;
        if (bytes == null) small = bytes = loop.smallBuffers.take();
        header(bytes, smallEnd, type, stream, body);
        smallEnd += FrameType.HEADER + body;
        return smallEnd - body;
    }

    byte[] small() {
        byte[] bytes = small;
        if (bytes == null) throw new IllegalStateException("no frame was begun");
        return bytes;
    }

    static void header(byte[] bytes, int at, FrameType type, long stream, int body) {
        bytes[at] = (byte) type.number;
        BigEndian.put48(bytes, at + 1, stream);
        BigEndian.put24(bytes, at + 7, body);
    }

    /// Seals one large frame, header included, as a record of its own, behind the small ones.
    void record(byte[] bytes, int offset, int length) throws Violation {
        sealSmall();
        seal(bytes, offset, length);
    }

    private void sealSmall() throws Violation {
        byte[] bytes = small;
        if (bytes == null) return;
        if (smallEnd > 0) seal(bytes, 0, smallEnd);
        smallEnd = 0;
    }

    private void seal(byte[] bytes, int offset, int length) throws Violation {
        byte[] box = out;
        if (box == null) out = box = loop.outBuffers.take();
        if (high + length + RecordSealer.OVERHEAD > box.length) {
            System.arraycopy(box, low, box, 0, high - low);
            high -= low;
            low = 0;
        }
        high += sealer.seal(bytes, offset, length, box, high);
    }

    /// Writes what the wire takes; true when nothing is left. Empty buffers go back to the loop.
    boolean flush(Wire wire) throws IOException {
        sealSmall();
        byte[] box = out;
        if (box != null) {
            while (low < high) {
                int taken = wire.write(box, low, high - low);
                if (taken == 0) return false;
                low += taken;
                sentBytes.add(taken);
            }
            low = high = 0;
        }
        boolean empty = wire.flush();
        if (empty) release();
        return empty;
    }

    void release() {
        byte[] bytes = small;
        if (bytes != null) loop.smallBuffers.give(bytes);
        byte[] box = out;
        if (box != null) loop.outBuffers.give(box);
        small = null;
        out = null;
        smallEnd = low = high = 0;
    }
}
