package org.nettunnel.tunnel.proxy;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.transport.Way;
import org.nettunnel.api.tunnel.ProxyConfig;
import org.nettunnel.api.tunnel.proxy.ProxyEnvironment;

/// Finds the way that a tunnel's configuration asks for.
///
/// @param environment of the process, from which a tunnel takes its proxy unless its configuration says otherwise
public record Ways(ProxyEnvironment environment) {
    public static Ways of(Map<String, String> environment) {
        return new Ways(new ProxyEnvironment(environment));
    }

    public Way through(ProxyConfig proxy) {
        return switch (proxy) {
            case ProxyConfig.None _ -> Way.DIRECT;
            case ProxyConfig.Server server -> new ProxyWay(server);
            case ProxyConfig.FromEnvironment _ -> this::asTheEnvironmentSays;
        };
    }

    private SocketChannel asTheEnvironmentSays(Address address, Duration timeout) throws IOException {
        ProxyConfig.Server proxy = chosen(address);
        return (proxy == null ? Way.DIRECT : new ProxyWay(proxy)).connect(address, timeout);
    }

    private ProxyConfig.@Nullable Server chosen(Address address) throws ProxyRefused {
        try {
            return environment.choose(address).proxy();
        } catch (IllegalArgumentException wrong) {
            throw new ProxyRefused(String.valueOf(wrong.getMessage()));
        }
    }
}
