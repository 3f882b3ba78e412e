package org.nettunnel.api.admin;

import java.time.Instant;
import java.util.List;

/// One forwarded connection as people see it.
///
/// @param tunnel    id of the tunnel; `tunnelName` is what it is called here
/// @param endpoint  id of the endpoint; `endpointName` is what it is called
/// @param direction `inbound` when it was accepted at this end
/// @param client    who connected; when outbound, as the other end claims
/// @param target    what was dialled; empty when inbound
/// @param state     `dialling`, `open`, `half-closed` or `closing`
public record StreamView(String id, String tunnel, String tunnelName, String endpoint, String endpointName, String direction,
        String client, String target, String state, Instant since, long receivedBytes, long sentBytes) {
    public record Page(List<StreamView> streams) {}
}
