package org.nettunnel.tunnel.wire;

import java.io.IOException;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.transport.Wire;

/// What a link is about to write: small frames gather in one record, large ones are sealed straight into the out buffer.
///
/// **Threads:** the link's loop.
public final class Outbox {
    /// Frames of fewer bytes share a record.
    public static final int SMALL_FRAME = 4096;
    /// Sealed bytes from which the link has no room for more.
    public static final int FULL = 128 * 1024;
    public static final int OUT_BYTES = FULL + 3 * (RecordSealer.LONGEST_PLAIN + RecordSealer.OVERHEAD);
    /// A record of small frames is sealed at this size.
    private static final int SMALL_RECORD = 32 * 1024;

    private static final System.Logger LOG = System.getLogger("org.nettunnel.tunnel.frames");
    /// Asked once in a process, for it is asked for each frame.
    private static final boolean IS_TRACED = LOG.isLoggable(System.Logger.Level.TRACE);

    private final ArrayPool smallBuffers;
    private final ArrayPool outBuffers;
    private final RecordSealer sealer;
    private final Counter sentBytes;
    private byte @Nullable [] small;
    private int smallEnd;
    private byte @Nullable [] out;
    private int low;
    private int high;

    public Outbox(ArrayPool smallBuffers, ArrayPool outBuffers, RecordSealer sealer, Counter sentBytes) {
        this.smallBuffers = smallBuffers;
        this.outBuffers = outBuffers;
        this.sealer = sealer;
        this.sentBytes = sentBytes;
    }

    public int waiting() {
        return high - low + smallEnd;
    }

    /// Bytes that went this way since the link began, those that wait included.
    long writtenBytes() {
        return sentBytes.get() + waiting();
    }

    public boolean hasRoom() {
        return waiting() < FULL;
    }

    /// Large frames that fit before the box is full, rounded up.
    public int roomInFrames() {
        return (FULL - waiting() + LinkSettings.FRAME_BYTES - 1) / LinkSettings.FRAME_BYTES;
    }

    /// Writes the header of a small frame into the record of small frames; the body goes to [#small()] from the returned position.
    public int frame(FrameType type, long stream, int body) throws Violation {
        if (smallEnd + FrameType.HEADER + body > SMALL_RECORD) sealSmall();
        byte[] bytes = small;
        if (bytes == null) small = bytes = smallBuffers.take();
        header(bytes, smallEnd, type, stream, body);
        smallEnd += FrameType.HEADER + body;
        return smallEnd - body;
    }

    public void goAway(int code, long lastId) throws Violation {
        int at = frame(FrameType.GOAWAY, 0, 7);
        small()[at] = (byte) code;
        BigEndian.put48(small(), at + 1, lastId);
    }

    /// A frame of the link whose body is one number.
    public void number(FrameType type, long value) throws Violation {
        int at = frame(type, 0, 8);
        BigEndian.put64(small(), at, value);
    }

    public byte[] small() {
        byte[] bytes = small;
        if (bytes == null) throw new IllegalStateException("no frame was begun");
        return bytes;
    }

    public static void header(byte[] bytes, int at, FrameType type, long stream, int body) {
        if (IS_TRACED) LOG.log(System.Logger.Level.TRACE, ">> #" + stream + " " + type + " " + body);
        bytes[at] = (byte) type.number;
        BigEndian.put48(bytes, at + 1, stream);
        BigEndian.put24(bytes, at + 7, body);
    }

    /// Seals one large frame, header included, as a record of its own, behind the small ones.
    public void record(byte[] bytes, int offset, int length) throws Violation {
        sealSmall();
        seal(bytes, offset, length);
    }

    /// A raw DATA frame whose bytes lie in an array with room before them.
    public void data(long stream, long offset, byte[] bytes, int at, int length) throws Violation {
        int body = FrameType.DATA_HEADER + length;
        if (length >= SMALL_FRAME) {
            inPlace(stream, offset, bytes, at, body);
            return;
        }
        int to = frame(FrameType.DATA, stream, body);
        BigEndian.put64(small(), to, offset);
        small()[to + 8] = 0;
        System.arraycopy(bytes, at, small(), to + FrameType.DATA_HEADER, length);
    }

    /// Seals where the bytes lie: the header borrows the room before them, which may hold bytes that are still kept for sending
    /// again, and gives it back.
    private void inPlace(long stream, long offset, byte[] bytes, int at, int body) throws Violation {
        int start = at - FrameType.DATA_HEADER - FrameType.HEADER;
        long first = BigEndian.get64(bytes, start);
        long second = BigEndian.get64(bytes, start + 8);
        int third = BigEndian.get24(bytes, start + 16);
        header(bytes, start, FrameType.DATA, stream, body);
        BigEndian.put64(bytes, start + FrameType.HEADER, offset);
        bytes[at - 1] = 0;
        try {
            record(bytes, start, FrameType.HEADER + body);
        } finally {
            BigEndian.put64(bytes, start, first);
            BigEndian.put64(bytes, start + 8, second);
            BigEndian.put24(bytes, start + 16, third);
        }
    }

    /// A frame that stands whole at the start of `frame`.
    public void whole(byte[] frame, int length) throws Violation {
        if (length >= SMALL_FRAME) {
            record(frame, 0, length);
            return;
        }
        int body = length - FrameType.HEADER;
        int to = frame(FrameType.DATA, BigEndian.get48(frame, 1), body);
        System.arraycopy(frame, FrameType.HEADER, small(), to, body);
    }

    /// What was written so far is a record, and what follows another: under other keys.
    public void endRecord() throws Violation {
        sealSmall();
    }

    private void sealSmall() throws Violation {
        byte[] bytes = small;
        if (bytes == null) return;
        if (smallEnd > 0) seal(bytes, 0, smallEnd);
        smallEnd = 0;
    }

    private void seal(byte[] bytes, int offset, int length) throws Violation {
        byte[] box = out;
        if (box == null) out = box = outBuffers.take();
        if (high + length + RecordSealer.OVERHEAD > box.length) {
            System.arraycopy(box, low, box, 0, high - low);
            high -= low;
            low = 0;
        }
        high += sealer.seal(bytes, offset, length, box, high);
    }

    /// Writes what the wire takes; true when nothing is left. Empty buffers go back to the loop.
    public boolean flush(Wire wire) throws IOException {
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

    public void release() {
        byte[] bytes = small;
        if (bytes != null) smallBuffers.give(bytes);
        byte[] box = out;
        if (box != null) outBuffers.give(box);
        small = null;
        out = null;
        smallEnd = low = high = 0;
    }
}
