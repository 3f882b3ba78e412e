package org.nettunnel.api.tunnel;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.transport.Address;

/// What a user saved of a tunnel: the lasting relation of this node with a peer.
///
/// @param route   which end this node is, and how the other is reached
/// @param trust   who the peer must be
/// @param outage  what becomes of streams while there is no link; each end heeds its own
/// @param started whether the tunnel is to be up; a stopped one neither dials nor accepts
/// @param peerMay what the other end may do at this one
public record TunnelConfig(TunnelId id, String name, Route route, Trust trust, Outage outage, boolean started, PeerMay peerMay) {
    private static final int LONGEST_NAME = 100;

    public TunnelConfig {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl))
            throw new IllegalArgumentException("tunnel name '" + name + "' must have 1 to 100 printable characters");
    }

    /// With all that a peer may.
    public TunnelConfig(TunnelId id, String name, Route route, Trust trust, Outage outage, boolean started) {
        this(id, name, route, trust, outage, started, PeerMay.ALL);
    }

    /// With the usual patience.
    public TunnelConfig(TunnelId id, String name, Route route, Trust trust, boolean started) {
        this(id, name, route, trust, Outage.USUAL, started);
    }

    /// Which end of the tunnel this node is.
    public TunnelSide side() {
        return switch (route) {
            case Outbound _ -> TunnelSide.OUTBOUND;
            case Inbound _ -> TunnelSide.INBOUND;
        };
    }

    public TunnelConfig named(String newName) {
        return new TunnelConfig(id, newName, route, trust, outage, started, peerMay);
    }

    public TunnelConfig with(PeerMay newRights) {
        return new TunnelConfig(id, name, route, trust, outage, started, newRights);
    }

    public TunnelConfig withTrust(Trust newTrust) {
        return new TunnelConfig(id, name, route, newTrust, outage, started, peerMay);
    }

    public TunnelConfig withStarted(boolean nowStarted) {
        return new TunnelConfig(id, name, route, trust, outage, nowStarted, peerMay);
    }

    public TunnelConfig withRoute(Route newRoute) {
        return new TunnelConfig(id, name, newRoute, trust, outage, started, peerMay);
    }

    public TunnelConfig withOutage(Outage newOutage) {
        return new TunnelConfig(id, name, route, trust, newOutage, started, peerMay);
    }

    /// What the other end of a tunnel may do at this one, beside sending streams through its endpoints.
    ///
    /// @param configure add, change and remove endpoints of the tunnel, and remove the tunnel at both ends
    /// @param call      pass on operations of people who log in here through the tunnel, and have here what rights this node gives them
    public record PeerMay(boolean configure, boolean call) {
        public static final PeerMay ALL = new PeerMay(true, true);
    }

    /// What becomes of streams while the tunnel has no link.
    ///
    /// @param grace    how long open streams wait for a link, at most a day; zero ends them with the last link
    /// @param patience how long a new connection waits for one, not longer than `grace`; zero refuses it at once
    public record Outage(Duration grace, Duration patience) {
        public static final Duration LONGEST_GRACE = Duration.ofDays(1);
        public static final Outage USUAL = new Outage(Duration.ofSeconds(120), Duration.ofSeconds(30));

        public Outage {
            if (grace.isNegative() || grace.compareTo(LONGEST_GRACE) > 0)
                throw new IllegalArgumentException("a grace of " + grace.toSeconds() + " s is not within 0 and " + LONGEST_GRACE.toSeconds() + " s");
            if (patience.isNegative() || patience.compareTo(grace) > 0)
                throw new IllegalArgumentException("new connections cannot wait " + patience.toSeconds() + " s where streams are given up after "
                        + grace.toSeconds() + " s: give a patience within the grace");
        }

        /// A grace alone: new connections wait as long as usual, if that is within it.
        public static Outage within(Duration grace) {
            return USUAL.with(grace, null);
        }

        /// With what is given instead. A grace alone shortens a patience that is not within it.
        public Outage with(@Nullable Duration newGrace, @Nullable Duration newPatience) {
            Duration waits = newGrace == null ? grace : newGrace;
            if (newPatience != null) return new Outage(waits, newPatience);
            return new Outage(waits, waits.compareTo(patience) < 0 && !waits.isNegative() ? waits : patience);
        }
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
