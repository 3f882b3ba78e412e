package org.nettunnel.node.sync;

import java.time.Instant;

import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.TunnelId;

/// What one end knows of one endpoint: how it is, or that it was removed.
public sealed interface EndpointEntry {
    EndpointId id();

    TunnelId tunnel();

    Version version();

    /// An endpoint that is there.
    record Live(EndpointConfig config, Version version) implements EndpointEntry {
        @Override
        public EndpointId id() {
            return config.id();
        }

        @Override
        public TunnelId tunnel() {
            return config.tunnel();
        }
    }

    /// A removed endpoint, remembered so that the other end's older copy does not bring it back.
    ///
    /// @param at when this end learned of it; not part of what is compared
    record Removed(EndpointId id, TunnelId tunnel, Version version, Instant at) implements EndpointEntry {}

    /// Whether this entry replaces `other`, which is of the same endpoint. For two different entries exactly one says yes, so that
    /// both ends decide alike; also for two that claim one version, which no honest end makes: there a removal wins.
    default boolean outranks(EndpointEntry other) {
        int order = version().compareTo(other.version());
        return order != 0 ? order > 0 : rank().compareTo(other.rank()) > 0;
    }

    private String rank() {
        return switch (this) {
            case Removed _ -> "removed";
            case Live(EndpointConfig config, Version _) -> "live " + config;
        };
    }
}
