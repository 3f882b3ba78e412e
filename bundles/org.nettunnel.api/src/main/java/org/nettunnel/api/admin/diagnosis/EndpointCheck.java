package org.nettunnel.api.admin.diagnosis;

import org.jspecify.annotations.Nullable;

/// An endpoint that somebody thinks of adding, to be looked at before.
///
/// @param direction `inbound`: this end listens; `outbound`: the other end listens and this end connects
/// @param bind      address to listen on; null for 127.0.0.1
/// @param port      0 for any
/// @param target    HOST:PORT as the end that connects resolves it
public record EndpointCheck(String direction, @Nullable String bind, int port, String target) {}
