package org.nettunnel.api.tunnel;

import java.time.Instant;

/// One forwarded connection as admin shows it.
///
/// @param id            unique in this process; what [Tunnels#reset] takes
/// @param opener        whether the connection was accepted at this end
/// @param client        who connected, as text
/// @param target        what was dialled, as text; empty at the opener
/// @param state         `dialling`, `open`, `half-closed` or `closing`
/// @param receivedBytes bytes read from the local socket
/// @param sentBytes     bytes written to the local socket
public record StreamState(String id, TunnelId tunnel, EndpointId endpoint, boolean opener, String client, String target,
        String state, Instant since, long receivedBytes, long sentBytes) {}
