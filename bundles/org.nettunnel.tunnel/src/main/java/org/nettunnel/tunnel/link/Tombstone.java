package org.nettunnel.tunnel.link;

import org.nettunnel.api.tunnel.CloseCode;

/// A stream that was reset or refused here and waits for the peer's answer; it counts as a stream.
final class Tombstone extends Entry {
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
}
