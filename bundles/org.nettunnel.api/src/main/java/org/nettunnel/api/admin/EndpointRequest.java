package org.nettunnel.api.admin;

import org.jspecify.annotations.Nullable;

/// Adds an endpoint at both ends of a tunnel.
///
/// @param tunnel      id or name of the tunnel
/// @param name        null for a name made of listener and target
/// @param direction   `inbound`: this end listens; `outbound`: the other end listens and this end connects
/// @param bind        address to listen on; null for 127.0.0.1
/// @param port        0 for any
/// @param target      HOST:PORT as the end that connects resolves it
/// @param compression null for `adaptive`, which compresses while the tunnel is what is slow; the name of a compression, for always; or `off`, which
///                    is due where strangers and secrets share clear connections: lengths on the way tell a guess from a miss
public record EndpointRequest(String tunnel, @Nullable String name, String direction, @Nullable String bind, int port, String target,
        @Nullable String compression) {}
