package org.nettunnel.api.admin;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// An endpoint as people see it.
///
/// @param direction `inbound` when this end listens, `outbound` when it connects
/// @param bind      address the listening end binds
/// @param port      asked for; 0 for any
/// @param here      this end's half
/// @param there     the other end's half as it last said; null when it said nothing since the tunnel is up
/// @param owner     the limited user whose own it is; null for the node's, and for what the other end made
public record EndpointView(String id, String tunnel, String tunnelName, String name, String direction, String bind, int port, String target,
        String compression, Half here, @Nullable Half there, Traffic traffic, @Nullable String lastRefusal, @Nullable String owner) {

    /// @param state  `listening`, `waiting`, `ready` or `stopped`
    /// @param port   the real port when listening, else 0
    /// @param reason why it waits; empty otherwise
    public record Half(String state, int port, String reason) {}

    /// Since the node started; payload bytes.
    public record Traffic(long open, long total, long refused, long receivedBytes, long sentBytes) {}

    /// @param next cursor of the page that follows; null at the end
    public record Page(List<EndpointView> endpoints, @Nullable String next) {
        /// All there are.
        public Page(List<EndpointView> endpoints) {
            this(endpoints, null);
        }
    }
}
