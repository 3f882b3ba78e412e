package org.nettunnel.tunnel.link;

import java.nio.charset.StandardCharsets;

/// Writes the frames that are more than a header and a number.
final class ControlFrames {
    private static final int LONGEST_REASON = 1024;

    private ControlFrames() {}

    static void refused(Outbox outbox, Tombstone tombstone) throws Violation {
        byte[] reason = tombstone.reason.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(reason.length, LONGEST_REASON);
        int at = outbox.frame(FrameType.REFUSED, tombstone.id, 1 + length);
        outbox.small()[at] = (byte) tombstone.code.number();
        System.arraycopy(reason, 0, outbox.small(), at + 1, length);
    }

    static void reset(Outbox outbox, Tombstone tombstone, int flags) throws Violation {
        int at = outbox.frame(FrameType.RESET, tombstone.id, 2);
        outbox.small()[at] = (byte) tombstone.code.number();
        outbox.small()[at + 1] = (byte) flags;
    }

    /// Seals a raw DATA frame where its bytes lie: the header borrows the room before them, which may hold bytes that are still
    /// kept for sending again, and gives it back.
    static void inPlace(Outbox outbox, long stream, long offset, byte[] bytes, int at, int body) throws Violation {
        int start = at - FrameType.DATA_HEADER - FrameType.HEADER;
        long first = BigEndian.get64(bytes, start);
        long second = BigEndian.get64(bytes, start + 8);
        int third = BigEndian.get24(bytes, start + 16);
        Outbox.header(bytes, start, FrameType.DATA, stream, body);
        BigEndian.put64(bytes, start + FrameType.HEADER, offset);
        bytes[at - 1] = 0;
        outbox.record(bytes, start, FrameType.HEADER + body);
        BigEndian.put64(bytes, start, first);
        BigEndian.put64(bytes, start + 8, second);
        BigEndian.put24(bytes, start + 16, third);
    }
}
