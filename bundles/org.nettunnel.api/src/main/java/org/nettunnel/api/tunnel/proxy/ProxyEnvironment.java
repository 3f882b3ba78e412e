package org.nettunnel.api.tunnel.proxy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.ProxyConfig;

/// What `https_proxy`, `all_proxy` and `no_proxy` say of an address, as curl reads them; lower case goes before upper case.
///
/// Unlike with curl this machine itself is never reached through a proxy: `localhost` means another machine there.
public final class ProxyEnvironment {
    private final Map<String, String> variables;

    public ProxyEnvironment(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    /// @param proxy null for none
    /// @param why   for people: which variable says so
    public record Choice(ProxyConfig.@Nullable Server proxy, String why) {}

    /// The proxy for `address`.
    ///
    /// @throws IllegalArgumentException when a variable cannot be understood; its value is not shown, for passwords stand in it
    public Choice choose(Address address) {
        String name = firstSet("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY");
        if (name == null) return new Choice(null, "neither https_proxy nor all_proxy is set in the environment");
        if (isLocal(address.host())) return new Choice(null, "this machine itself is reached without one, whatever the environment says");
        String except = firstSet("no_proxy", "NO_PROXY");
        if (except != null && NoProxy.parse(variable(except)).covers(address.host())) return new Choice(null, except + " of the environment says so");
        try {
            return new Choice(server(variable(name)), name + " of the environment says so");
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("the environment variable " + name + " is not a proxy like http://proxy.example:3128 or socks5://user:password@10.0.0.1:1080"
                    + ": set it right and start the node again, or add the tunnel with a proxy of its own or none");
        }
    }

    private static ProxyConfig.Server server(String url) {
        int scheme = url.indexOf("://"), start = scheme < 0 ? 0 : scheme + 3, at = url.lastIndexOf('@');
        int colon = at < start ? -1 : url.indexOf(':', start);
        if (colon < 0 || colon > at) return ProxyConfig.server(url, at < start ? null : Secret.of(new byte[0]));
        byte[] password = ProxyConfig.decoded(url.substring(colon + 1, at)).getBytes(StandardCharsets.UTF_8);
        return ProxyConfig.server(url.substring(0, colon) + url.substring(at), Secret.of(password));
    }

    private static boolean isLocal(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.equals("localhost") || name.endsWith(".localhost")) return true;
        var literal = NoProxy.literal(host);
        return literal != null && literal.isLoopbackAddress();
    }

    /// An empty variable is as good as none.
    private @Nullable String firstSet(String... names) {
        return List.of(names).stream().filter(name -> !variable(name).isEmpty()).findFirst().orElse(null);
    }

    private String variable(String name) {
        return variables.getOrDefault(name, "");
    }
}
