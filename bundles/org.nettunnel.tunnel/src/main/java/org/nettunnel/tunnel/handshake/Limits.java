package org.nettunnel.tunnel.handshake;

import java.nio.ByteBuffer;

import org.nettunnel.tunnel.wire.Ceilings;

/// What one side takes from the other: the sender paces itself by them (protocol section 9).
///
/// On the wire: four u32 in this order; whatever a later version appends is skipped, and a figure above our cap counts as the cap.
///
/// @param streams             streams the peer may hold open, tombstones included; 0 to 65,536
/// @param unansweredOpens     OPENs of one endpoint that may wait for an answer; 0 to 65,536
/// @param compressionContexts compressed directions of streams this side keeps a context for, others are sent raw; 0 to 65,536
/// @param dataBytes           most bytes of one DATA frame, uncompressed; 1,024 to 65,536
public record Limits(int streams, int unansweredOpens, int compressionContexts, int dataBytes) {
    private static final int CAP = Ceilings.MOST_STREAMS;
    private static final int LEAST_DATA = 1_024;
    private static final int BYTES = 16;
    private static final int MOST_BYTES = 256;

    public Limits {
        within("streams", streams, 0);
        within("unanswered OPENs", unansweredOpens, 0);
        within("compression contexts", compressionContexts, 0);
        within("DATA bytes", dataBytes, LEAST_DATA);
    }

    /// What a node states where nobody has set anything else.
    public static Limits standard() {
        return new Limits(Ceilings.STREAMS, Ceilings.UNANSWERED, Ceilings.CONTEXTS, CAP);
    }

    private static void within(String what, int value, int least) {
        if (value < least || value > CAP)
            throw new IllegalArgumentException("limit of " + what + " " + value + " is not in " + least + ".." + CAP);
    }

    byte[] encoded() {
        return ByteBuffer.allocate(BYTES).putInt(streams).putInt(unansweredOpens).putInt(compressionContexts).putInt(dataBytes).array();
    }

    static Limits decode(byte[] value) throws HandshakeFailed.Broken {
        if (value.length < BYTES || value.length > MOST_BYTES || value.length % 4 != 0)
            throw HandshakeFailed.malformed("limits of " + value.length + " bytes");
        var from = ByteBuffer.wrap(value);
        int streams = capped(from.getInt()), opens = capped(from.getInt()), contexts = capped(from.getInt()), bytes = capped(from.getInt());
        if (bytes < LEAST_DATA) throw HandshakeFailed.malformed("a limit of " + bytes + " bytes for DATA, fewer than " + LEAST_DATA);
        return new Limits(streams, opens, contexts, bytes);
    }

    private static int capped(int unsigned) {
        return Integer.compareUnsigned(unsigned, CAP) > 0 ? CAP : unsigned;
    }
}
