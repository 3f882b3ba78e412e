package org.nettunnel.tunnel.handshake;

import java.net.InetAddress;
import java.time.Duration;

import org.nettunnel.api.transport.Wire;

/// Shakes hands over a fresh wire: protocol section 2.
///
/// Both calls block and belong on a virtual thread. They read their own bytes and not one more. When they throw, whatever they
/// throw, the wire is closed; when they return, it is the caller's, still in blocking mode, with a record as the next thing on it.
/// **Threads:** safe for any; one for the node, or a new one when a provider of cryptography changes.
public final class Handshake {
    /// From M1 to M4.
    public static final Duration LONGEST = Duration.ofSeconds(10);

    private final HandshakeCrypto crypto;
    private final HandshakeBudget budget;
    private final Duration longest;

    public Handshake(HandshakeCrypto crypto, HandshakeBudget budget) {
        this(crypto, budget, LONGEST);
    }

    Handshake(HandshakeCrypto crypto, HandshakeBudget budget, Duration longest) {
        this.crypto = crypto;
        this.budget = budget;
        this.longest = longest;
    }

    /// The part of the side that dialled.
    public Established initiate(Wire wire, Initiation initiation) throws HandshakeFailed {
        throw new UnsupportedOperationException();
    }

    /// The part of the side that was dialled.
    ///
    /// @param from the address the wire comes from, for budgets
    public Established respond(Wire wire, InetAddress from, AdmissionPolicy policy) throws HandshakeFailed {
        throw new UnsupportedOperationException();
    }
}
