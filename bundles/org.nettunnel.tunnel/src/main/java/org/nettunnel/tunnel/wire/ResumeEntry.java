package org.nettunnel.tunnel.wire;

import org.nettunnel.api.tunnel.CloseCode;

/// What one side remembers of a stream, as RESUME says it: `u48 id | u64 received offset | u8 state | u8 code`.
///
/// @param received up to where the other side need not send again
/// @param code     why it was refused or reset; NORMAL else
public record ResumeEntry(long id, long received, State state, CloseCode code) {
    /// Bytes of an entry.
    public static final int BYTES = 16;
    /// Entries in one frame, as we write them.
    public static final int A_FRAME = 2000;
    /// Before the entries: `u8 flags | u48 highest id`.
    public static final int HEADER = 7;
    /// Flag of RESUME: it is whole.
    public static final int END = 1;

    /// The states in the order of their numbers.
    public enum State {
        /// OPEN was sent or seen, OPENED not yet.
        DIALLING,
        OPEN,
        /// Everything was received.
        FIN_SEEN,
        REFUSED,
        RESET;

        /// Whether it is over and waits for an answer.
        public boolean isOver() {
            return this == REFUSED || this == RESET;
        }
    }

    public void write(byte[] bytes, int at) {
        BigEndian.put48(bytes, at, id);
        BigEndian.put64(bytes, at + 6, received);
        bytes[at + 14] = (byte) state.ordinal();
        bytes[at + 15] = (byte) code.number();
    }

    public static ResumeEntry read(byte[] bytes, int at) throws Violation {
        long id = BigEndian.get48(bytes, at);
        long received = BigEndian.get64(bytes, at + 6);
        int state = bytes[at + 14] & 0xff;
        if (state >= State.values().length) throw new Violation("RESUME of stream " + id + " in state " + state);
        if (received < 0 || received >= FrameType.LONGEST_OFFSET || State.values()[state].isOver() && received != 0)
            throw new Violation("RESUME of stream " + id + " from " + Long.toUnsignedString(received));
        return new ResumeEntry(id, received, State.values()[state], CloseCode.of(bytes[at + 15] & 0xff));
    }
}
