package org.nettunnel.api.admin.users;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// What a limited user may, beside what is his own.
public record GrantsView(@Nullable List<OfTunnel> tunnels, @Nullable List<OfEndpoint> endpoints) {
    /// @param tunnel  id or name of a tunnel, or `*` for every one
    /// @param acts    of `see`, `operate` and `endpoints`
    /// @param ports   where his own endpoints may listen: `9000`, `9000-9010`, `*`
    /// @param targets what they may connect to: `10.0.0.0/8:80`, `*.example.org:443`
    /// @param binds   addresses they may listen on; 127.0.0.1 when left out
    public record OfTunnel(String tunnel, List<String> acts, @Nullable List<String> ports, @Nullable List<String> targets, @Nullable List<String> binds) {}

    /// @param endpoint id or name of an endpoint
    /// @param acts     of `see`, `operate` and `change`
    public record OfEndpoint(String endpoint, List<String> acts) {}
}
