package org.nettunnel.api.admin;

import java.time.Instant;
import java.util.List;

/// One forwarded connection as people see it.
///
/// @param direction `inbound` when it was accepted at this end
/// @param client    who connected; when outbound, as the other end claims
/// @param target    what was dialled; empty when inbound
/// @param state     `dialling`, `open`, `half-closed` or `closing`
public record StreamView(String id, String tunnel, String endpoint, String direction, String client, String target, String state,
        Instant since, long receivedBytes, long sentBytes) {
    public record Page(List<StreamView> streams) {}
}
