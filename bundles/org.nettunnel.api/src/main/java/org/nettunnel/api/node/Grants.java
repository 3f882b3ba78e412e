package org.nettunnel.api.node;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.TunnelId;

/// What a limited user may see and do, beside what is his own; what is not here he may not. Administrators need none.
public record Grants(List<OfTunnel> tunnels, List<OfEndpoint> endpoints) {
    public static final Grants NONE = new Grants(List.of(), List.of());
    private static final int MOST = 200;

    public Grants {
        tunnels = List.copyOf(tunnels);
        endpoints = List.copyOf(endpoints);
        if (tunnels.size() > MOST || endpoints.size() > MOST)
            throw new IllegalArgumentException("a user has up to " + MOST + " grants of each kind, not " + Math.max(tunnels.size(), endpoints.size()));
    }

    /// What may be done with a tunnel; any of them lets its state be seen.
    public enum TunnelAct {
        /// See its endpoints and streams, whose ever they are.
        SEE,
        /// Start, stop and cut it, and disconnect its streams.
        OPERATE,
        /// Have endpoints of one's own on it.
        ENDPOINTS
    }

    /// What may be done with one endpoint; any of them lets it be seen.
    public enum EndpointAct {
        SEE,
        /// Disconnect its streams.
        OPERATE,
        /// Change its name and compression, and remove it; its target and where it listens are for its owner and administrators.
        CHANGE
    }

    /// A right on one tunnel or on all.
    ///
    /// @param tunnel  null for every tunnel
    /// @param ports   where one's own endpoints may listen
    /// @param targets what they may connect to
    /// @param binds   addresses they may listen on
    public record OfTunnel(@Nullable TunnelId tunnel, Set<TunnelAct> acts, List<PortRange> ports, List<TargetPattern> targets, List<String> binds) {
        /// Where nothing is said: listening for this machine only.
        public static final List<String> USUAL_BINDS = List.of("127.0.0.1");

        public OfTunnel {
            if (acts.isEmpty()) throw new IllegalArgumentException("a grant needs at least one act: see, operate or endpoints");
            acts = Set.copyOf(acts);
            ports = List.copyOf(ports);
            targets = List.copyOf(targets);
            binds = binds.isEmpty() ? USUAL_BINDS : binds.stream().map(bind -> bind.toLowerCase(Locale.ROOT)).distinct().toList();
            if (ports.size() > MOST || targets.size() > MOST || binds.size() > MOST)
                throw new IllegalArgumentException("a grant has up to " + MOST + " ports, targets and binds");
            for (String bind : binds)
                if (!bind.equals("*") && !bind.matches("[0-9a-z.:%_-]{1,255}")) throw new IllegalArgumentException("bind address '" + bind + "' is no address, nor *");
        }

        public boolean isOf(TunnelId id) {
            return tunnel == null || id.equals(tunnel);
        }

        @Override
        public String toString() {
            TunnelId one = tunnel;
            return (one == null ? "*" : one) + " " + new TreeSet<>(acts) + " ports " + ports + " targets " + targets + " binds " + binds;
        }
    }

    public record OfEndpoint(EndpointId endpoint, Set<EndpointAct> acts) {
        public OfEndpoint {
            if (acts.isEmpty()) throw new IllegalArgumentException("a grant needs at least one act: see, operate or change");
            acts = Set.copyOf(acts);
        }
    }

    /// The rights on a tunnel, those on every tunnel included.
    public List<OfTunnel> of(TunnelId tunnel) {
        return tunnels.stream().filter(grant -> grant.isOf(tunnel)).toList();
    }

    public boolean allow(TunnelAct act, TunnelId tunnel) {
        return of(tunnel).stream().anyMatch(grant -> grant.acts().contains(act));
    }

    public boolean allow(EndpointAct act, EndpointId endpoint) {
        return endpoints.stream().anyMatch(grant -> grant.endpoint().equals(endpoint) && grant.acts().contains(act));
    }
}
