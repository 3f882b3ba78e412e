package org.nettunnel.tunnel.wire;

import org.jspecify.annotations.Nullable;

/// The frames of the wire: number, and the shortest and longest body that is not a violation (PROTOCOL.md, Frames).
///
/// A frame is `u8 type | u48 stream | u24 length | body`. DATAGRAM has its number reserved and is a violation until it is built.
public enum FrameType {
    OPEN(1, 20, 4096),
    OPENED(2, 0, 0),
    REFUSED(3, 1, 1025),
    DATA(4, 9, FrameType.DATA_HEADER + 3 + FrameType.LONGEST_DATA),
    FIN(5, 8, 8),
    RESET(6, 2, 2),
    CREDIT(7, 16, 16),
    PING(9, 8, 8),
    PONG(10, 8, 8),
    RESUME(11, ResumeEntry.HEADER, ResumeEntry.HEADER + ResumeEntry.A_FRAME * ResumeEntry.BYTES),
    REKEY0(12, 0, 0),
    REKEY1(13, 1, 4096),
    REKEY2(14, 1, 4096),
    REKEY3(15, 1, 1024),
    REKEY4(16, 1, 1024),
    GOAWAY(17, 7, 7);

    /// Bytes before the body of each frame.
    public static final int HEADER = 10;
    /// Offset and flags before the bytes of a DATA frame.
    public static final int DATA_HEADER = 9;
    /// Above every offset.
    public static final long LONGEST_OFFSET = 1L << 62;
    /// Bytes of a stream that one DATA frame may carry.
    public static final int LONGEST_DATA = 65_536;
    /// Flag of DATA: the bytes are compressed, and their uncompressed length stands before them.
    public static final int COMPRESSED = 1;
    /// Flag of DATA: nothing that came before is needed to decompress.
    public static final int CONTEXT_START = 2;
    /// Flag of DATA, alone and without bytes: the sender's context is gone, and the receiver's may go.
    public static final int CONTEXT_END = 4;
    /// Flag of RESET: it answers the peer's, and is not answered.
    public static final int ANSWER = 1;

    private static final @Nullable FrameType[] BY_NUMBER = new @Nullable FrameType[256];

    static {
        for (FrameType type : values()) BY_NUMBER[type.number] = type;
    }

    public final int number;
    public final int shortest;
    public final int longest;

    FrameType(int number, int shortest, int longest) {
        this.number = number;
        this.shortest = shortest;
        this.longest = longest;
    }

    /// Null for a number that this protocol does not have.
    public static @Nullable FrameType of(int number) {
        return BY_NUMBER[number & 0xff];
    }

    public boolean fits(int length) {
        return length >= shortest && length <= longest;
    }
}
