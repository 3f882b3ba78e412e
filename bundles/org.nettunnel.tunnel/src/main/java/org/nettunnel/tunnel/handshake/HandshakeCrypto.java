package org.nettunnel.tunnel.handshake;

import org.nettunnel.api.crypto.HybridExchange;
import org.nettunnel.api.crypto.KeySchedule;
import org.nettunnel.api.crypto.Signatures;
import org.nettunnel.api.crypto.Suite;

/// The cryptography a handshake needs; which suite a link gets is agreed by name and is not part of it.
///
/// @param sealing seals the handshake's own messages, whatever is agreed for the link: AES-256-GCM
public record HandshakeCrypto(HybridExchange exchange, KeySchedule schedule, Signatures signatures, Suite sealing) {
    /// The suite of the handshake's own messages.
    public static final String SEALING = "AES-256-GCM";

    public HandshakeCrypto {
        if (!sealing.name().equals(SEALING))
            throw new IllegalArgumentException("handshakes are sealed by " + SEALING + ", not by " + sealing.name());
    }
}
