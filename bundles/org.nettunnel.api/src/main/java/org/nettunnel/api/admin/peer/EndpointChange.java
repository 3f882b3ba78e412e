package org.nettunnel.api.admin.peer;

import org.jspecify.annotations.Nullable;

/// Changes an endpoint at both ends; null for what is to stay.
///
/// @param bind        address to listen on
/// @param port        0 for any
/// @param target      HOST:PORT as the end that connects resolves it; with another one, open streams are reset
/// @param compression as in [org.nettunnel.api.admin.EndpointRequest]
public record EndpointChange(@Nullable String name, @Nullable String bind, @Nullable Integer port, @Nullable String target, @Nullable String compression) {}
