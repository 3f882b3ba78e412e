package org.nettunnel.api.endpoint;

import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelSide;

/// What a user saved of an endpoint; both ends of the tunnel keep the same.
///
/// @param listen      the inbound half: where applications connect
/// @param target      the outbound half: what the other end resolves and connects to
/// @param compression `adaptive`, the name of a compression, or `off`: due where strangers and secrets share clear connections
public record EndpointConfig(EndpointId id, TunnelId tunnel, String name, Listen listen, Address target, String compression) {
    public static final String ADAPTIVE = "adaptive";
    public static final String OFF = "off";
    private static final int LONGEST_NAME = 100;

    public EndpointConfig {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl))
            throw new IllegalArgumentException("endpoint name '" + name + "' must have 1 to 100 printable characters");
        if (!compression.matches("[a-z0-9-]{1,32}"))
            throw new IllegalArgumentException("compression '" + compression + "' is not adaptive, off or the name of a compression");
    }

    /// @param side the end of the tunnel that listens
    /// @param bind address to listen on: `127.0.0.1`, `::1`, `0.0.0.0` (all IPv4) or `::` (all)
    /// @param port 0 for any
    public record Listen(TunnelSide side, String bind, int port) {
        public Listen {
            if (port < 0 || port > 65535) throw new IllegalArgumentException("listen port " + port + " is not in 0..65535 (0 = any)");
            if (!bind.matches("[0-9A-Za-z.:%_-]{1,255}")) throw new IllegalArgumentException("bind address '" + bind + "' is no address");
        }
    }
}
