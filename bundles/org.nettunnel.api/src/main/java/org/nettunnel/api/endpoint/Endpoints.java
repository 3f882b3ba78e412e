package org.nettunnel.api.endpoint;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.tunnel.EndpointId;

/// The endpoint engine: listens and dials for this node's halves.
///
/// **Threads:** safe for any.
public interface Endpoints {
    /// Makes the running halves equal to `halves`: starts, stops and changes what differs and touches nothing else.
    /// Streams of a half that goes or changes its target are reset. One that is to listen elsewhere listens where it did until it can.
    void apply(List<Half> halves);

    /// Why a half that listens could not listen there instead; null where it could, or where that cannot be told before.
    default @Nullable String bar(EndpointId endpoint, EndpointConfig.Listen listen) {
        return null;
    }

    List<EndpointState> states();

    /// This node's half of an endpoint.
    ///
    /// @param listens whether this end listens; else it dials
    /// @param started whether its tunnel is to be up, and its owner may have it
    /// @param owner   whose it is; null for the node's own
    record Half(EndpointConfig config, boolean listens, boolean started, @Nullable Owner owner) {
        /// The node's own.
        public Half(EndpointConfig config, boolean listens, boolean started) {
            this(config, listens, started, null);
        }
    }

    /// A user of this node; each connection needs his rights.
    ///
    /// @param hasPace whether his connections share a bound of bytes a second
    /// @param granted what the addresses are held against that a target's name stands for: connections are reset when one of these goes;
    ///                empty where the rest of the half says it all
    record Owner(String user, boolean hasPace, Set<String> granted) {
        public Owner {
            granted = Set.copyOf(granted);
        }

        public Owner(String user, boolean hasPace) {
            this(user, hasPace, Set.of());
        }
    }
}
