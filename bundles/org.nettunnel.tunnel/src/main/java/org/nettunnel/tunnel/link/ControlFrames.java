package org.nettunnel.tunnel.link;

import java.nio.charset.StandardCharsets;
import org.nettunnel.tunnel.wire.FrameType;
import org.nettunnel.tunnel.wire.Outbox;
import org.nettunnel.tunnel.wire.Violation;

/// Writes what streams and tombstones have to say, each in its fixed order.
final class ControlFrames {
    private static final int LONGEST_REASON = 1024;

    private ControlFrames() {}

    /// OPENED, then CREDIT.
    static void stream(Link link, Stream stream) throws Violation {
        int says = stream.says;
        stream.says = 0;
        if ((says & Entry.SAY_OPENED) != 0) link.outbox().frame(FrameType.OPENED, stream.id, 0);
        if ((says & Entry.SAY_CREDIT) != 0) stream.receiving.writeCredit(link);
        stream.forgetIfSettled();
    }

    /// REFUSED or RESET, then the answer to the peer's.
    static void tombstone(Outbox outbox, Tombstone tombstone) throws Violation {
        int says = tombstone.says;
        tombstone.says = 0;
        if ((says & Entry.SAY_REFUSED) != 0) refused(outbox, tombstone);
        if ((says & Entry.SAY_RESET) != 0) reset(outbox, tombstone, 0);
        if ((says & Entry.SAY_ANSWER) != 0) reset(outbox, tombstone, FrameType.ANSWER);
    }

    private static void refused(Outbox outbox, Tombstone tombstone) throws Violation {
        byte[] reason = tombstone.reason.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(reason.length, LONGEST_REASON);
        int at = outbox.frame(FrameType.REFUSED, tombstone.id, 1 + length);
        outbox.small()[at] = (byte) tombstone.code.number();
        System.arraycopy(reason, 0, outbox.small(), at + 1, length);
    }

    private static void reset(Outbox outbox, Tombstone tombstone, int flags) throws Violation {
        int at = outbox.frame(FrameType.RESET, tombstone.id, 2);
        outbox.small()[at] = (byte) tombstone.code.number();
        outbox.small()[at + 1] = (byte) flags;
    }
}
