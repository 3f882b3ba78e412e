package org.nettunnel.tunnel.link;

import java.nio.charset.StandardCharsets;

import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.wire.FrameType;
import org.nettunnel.tunnel.wire.Outbox;
import org.nettunnel.tunnel.wire.ResumeEntry;
import org.nettunnel.tunnel.wire.Violation;

/// A stream that was reset or refused here and waits for the peer's answer; it counts as a stream.
final class Tombstone extends Entry {
    private static final int LONGEST_REASON = 1024;

    final CloseCode code;
    /// What REFUSED says; empty for a reset.
    final String reason;
    final boolean refused;

    Tombstone(long id, CloseCode code, String reason, boolean refused) {
        super(id);
        this.code = code;
        this.reason = reason;
        this.refused = refused;
    }

    @Override
    ResumeEntry remembered() {
        return new ResumeEntry(id, 0, refused ? ResumeEntry.State.REFUSED : ResumeEntry.State.RESET, code);
    }

    /// REFUSED or RESET, then the answer to the peer's.
    @Override
    void speak(Link link) throws Violation {
        int said = says;
        says = 0;
        if ((said & SAY_REFUSED) != 0) sayRefused(link.outbox);
        if ((said & SAY_RESET) != 0) sayReset(link.outbox, 0);
        if ((said & SAY_ANSWER) != 0) sayReset(link.outbox, FrameType.ANSWER);
    }

    private void sayRefused(Outbox outbox) throws Violation {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(text.length, LONGEST_REASON);
        int at = outbox.frame(FrameType.REFUSED, id, 1 + length);
        outbox.small()[at] = (byte) code.number();
        System.arraycopy(text, 0, outbox.small(), at + 1, length);
    }

    private void sayReset(Outbox outbox, int flags) throws Violation {
        int at = outbox.frame(FrameType.RESET, id, 2);
        outbox.small()[at] = (byte) code.number();
        outbox.small()[at + 1] = (byte) flags;
    }
}
