package org.nettunnel.endpoint;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/// What both halves do with a local socket before and instead of handing it to the tunnel.
final class Edges {
    private Edges() {}

    /// Closes so that the application sees a reset, never a clean end.
    static void reset(SocketChannel edge) {
        try (edge) {
            edge.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException gone) {
            System.getLogger("org.nettunnel.endpoint").log(System.Logger.Level.DEBUG, "reset of a connection that is gone", gone);
        }
    }

    /// The application's address as text, or `unknown` when it is gone already.
    static String remote(SocketChannel edge) {
        try {
            return edge.getRemoteAddress() instanceof InetSocketAddress address
                    ? (address.getAddress().getHostAddress().contains(":") ? "[" + address.getAddress().getHostAddress() + "]"
                            : address.getAddress().getHostAddress()) + ":" + address.getPort()
                    : "unknown";
        } catch (IOException gone) {
            return "unknown";
        }
    }
}
