package org.nettunnel.api.transport;

/// Where accepted wires go: the tunnel engine. It answers the peer's handshake.
public interface WireAcceptor {
    /// Takes over a wire in blocking mode; returns at once, the handshake runs on a virtual thread of the engine.
    void accept(Wire wire);
}
