package org.nettunnel.tunnel.proxy;

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

    /// The proxy for `address`; null when there is none.
    ///
    /// @throws ProxyRefused when a variable cannot be understood; its value is not shown, for passwords stand in it
    ProxyConfig.@Nullable Server proxyFor(Address address) throws ProxyRefused {
        String name = firstSet("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY");
        if (name == null || isLocal(address.host())) return null;
        String except = firstSet("no_proxy", "NO_PROXY");
        if (except != null && NoProxy.parse(variable(except)).covers(address.host())) return null;
        try {
            return server(variable(name));
        } catch (IllegalArgumentException wrong) {
            throw new ProxyRefused("the environment variable " + name + " is not a proxy like http://proxy.example:3128 or socks5://user:password@10.0.0.1:1080"
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
