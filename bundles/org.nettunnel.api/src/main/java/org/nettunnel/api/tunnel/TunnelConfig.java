package org.nettunnel.api.tunnel;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.transport.Address;

/// What a user saved of a tunnel: the lasting relation of this node with a peer.
///
/// @param route   which end this node is, and how the other is reached
/// @param trust   who the peer must be
/// @param started whether the tunnel is to be up; a stopped one neither dials nor accepts
public record TunnelConfig(TunnelId id, String name, Route route, Trust trust, boolean started) {
    private static final int LONGEST_NAME = 100;

    public TunnelConfig {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl))
            throw new IllegalArgumentException("tunnel name '" + name + "' must have 1 to 100 printable characters");
    }

    /// Which end of the tunnel this node is.
    public TunnelSide side() {
        return switch (route) {
            case Outbound _ -> TunnelSide.OUTBOUND;
            case Inbound _ -> TunnelSide.INBOUND;
        };
    }

    public TunnelConfig withTrust(Trust newTrust) {
        return new TunnelConfig(id, name, route, newTrust, started);
    }

    public TunnelConfig withStarted(boolean nowStarted) {
        return new TunnelConfig(id, name, route, trust, nowStarted);
    }

    /// How the two ends find each other.
    public sealed interface Route {}

    /// This node dials.
    ///
    /// @param addresses of the one peer, tried in order; the last that was good comes first
    /// @param transport name of the transport, `https` or `tcp`
    /// @param proxy     what stands between this node and the addresses
    public record Outbound(List<Address> addresses, String transport, ProxyConfig proxy) implements Route {
        public Outbound {
            addresses = List.copyOf(addresses);
            if (addresses.isEmpty()) throw new IllegalArgumentException("an outbound tunnel needs at least one address");
        }

        /// Through the proxy that the environment names, if any.
        public Outbound(List<Address> addresses, String transport) {
            this(addresses, transport, new ProxyConfig.FromEnvironment());
        }
    }

    /// This node is dialled, by any transport.
    public record Inbound() implements Route {}

    /// Who the peer must be.
    ///
    /// @param peer      the pinned identity; null at the inbound end until the invite was used
    /// @param key       the pre-shared key of the invite, 32 bytes; never sent
    /// @param expires   when an unused invite stops being good; null once used
    public record Trust(@Nullable PeerIdentity peer, Secret key, @Nullable Instant expires) {
        public Trust {
            if (key.length() != 32) throw new IllegalArgumentException("a pre-shared key has 32 bytes, not " + key.length());
        }

        /// The same key, bound to `identity` and no other.
        public Trust pinnedTo(PeerIdentity identity) {
            return new Trust(identity, key, null);
        }
    }
}
