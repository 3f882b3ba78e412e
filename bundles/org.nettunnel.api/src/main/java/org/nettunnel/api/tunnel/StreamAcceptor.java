package org.nettunnel.api.tunnel;

import java.nio.channels.SocketChannel;

import org.jspecify.annotations.Nullable;

/// Decides on a stream that the peer opens, and dials its target.
public interface StreamAcceptor {
    /// Checks the right, resolves and connects; runs on a virtual thread and may take its time.
    ///
    /// @param client the claim of the peer who connected there
    /// @throws StreamRefused with the code and the sentence that the peer gets
    Dialled accept(TunnelId tunnel, EndpointId endpoint, String client) throws StreamRefused;

    /// A connected target.
    ///
    /// @param edge        connected, in blocking mode; the engine owns it from here
    /// @param target      as text, for people
    /// @param compression `adaptive`, `off`, or the name of a compression
    /// @param pace        what it shares with other streams of its user; null: as fast as it goes
    record Dialled(SocketChannel edge, String target, String compression, StreamObserver observer, @Nullable Pace pace) {
        /// As fast as it goes.
        public Dialled(SocketChannel edge, String target, String compression, StreamObserver observer) {
            this(edge, target, compression, observer, null);
        }
    }
}
