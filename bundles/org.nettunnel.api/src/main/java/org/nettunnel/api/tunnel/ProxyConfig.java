package org.nettunnel.api.tunnel;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.transport.Address;

/// What a user saved of the way out of a network: whether an outbound tunnel is dialled through a proxy, and which.
public sealed interface ProxyConfig {
    /// As `https_proxy`, `all_proxy` and `no_proxy` of the node's process say; what holds unless something else was chosen.
    record FromEnvironment() implements ProxyConfig {
        @Override
        public String toString() {
            return ENVIRONMENT;
        }
    }

    /// Never through a proxy, whatever the environment says.
    record None() implements ProxyConfig {
        @Override
        public String toString() {
            return NONE;
        }
    }

    /// Through this proxy, which resolves the peer's name.
    ///
    /// @param login null where the proxy wants none
    record Server(Protocol protocol, Address address, @Nullable Login login) implements ProxyConfig {
        public Server {
            if (login != null) login.check(protocol);
        }

        /// The URL, without the password.
        @Override
        public String toString() {
            Login known = login;
            String user = known == null ? "" : URLEncoder.encode(known.user(), StandardCharsets.UTF_8).replace("+", "%20") + "@";
            return protocol.scheme() + "://" + user + address;
        }
    }

    /// What a proxy speaks.
    enum Protocol {
        /// HTTP/1.1 CONNECT (RFC 9110 §9.3.6), with Basic authentication (RFC 7617).
        HTTP,
        /// RFC 1928, with user and password (RFC 1929).
        SOCKS5;

        String scheme() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What a proxy asks people for.
    record Login(String user, Secret password) {
        private static final int LONGEST_OF_SOCKS = 255;

        public Login {
            if (user.isEmpty() || user.chars().anyMatch(Character::isISOControl))
                throw new IllegalArgumentException("the proxy's user must have printable characters");
        }

        void check(Protocol protocol) {
            switch (protocol) {
                case HTTP -> {
                    if (user.contains(":")) throw new IllegalArgumentException("the proxy's user '" + user + "' has a colon, which HTTP cannot carry");
                }
                case SOCKS5 -> {
                    int userBytes = user.getBytes(StandardCharsets.UTF_8).length;
                    if (userBytes > LONGEST_OF_SOCKS || password.length() > LONGEST_OF_SOCKS || password.length() == 0)
                        throw new IllegalArgumentException("user and password of a SOCKS5 proxy have 1 to " + LONGEST_OF_SOCKS + " bytes each");
                }
            }
        }
    }

    String ENVIRONMENT = "environment";
    String NONE = "none";
    /// curl's, for every kind of proxy.
    int USUAL_PORT = 1080;

    /// Understands what people write: `http://proxy.example:3128`, `socks5://user@10.0.0.1:1080`, `none` or `environment`.
    ///
    /// The scheme is `http` and the port 1080 when left out, and `socks5h` is `socks5`, all as with curl.
    ///
    /// @param password of the user in `text`; null without one
    /// @throws IllegalArgumentException with a sentence; it never repeats what could be a password
    static ProxyConfig parse(String text, @Nullable Secret password) {
        if (text.equals(ENVIRONMENT) || text.equals(NONE)) {
            if (password != null) throw new IllegalArgumentException("a password for the proxy was given, but no proxy with a user");
            return text.equals(NONE) ? new None() : new FromEnvironment();
        }
        return server(text, password);
    }

    /// The same for a proxy that is named.
    static Server server(String text, @Nullable Secret password) {
        int scheme = text.indexOf("://"), at = text.lastIndexOf('@');
        Protocol protocol = protocol(scheme < 0 ? "http" : text.substring(0, scheme).toLowerCase(Locale.ROOT));
        int start = scheme < 0 ? 0 : scheme + "://".length();
        String host = text.substring(Math.max(start, at + 1));
        if (host.endsWith("/")) host = host.substring(0, host.length() - 1);
        return new Server(protocol, address(host), login(at < start ? null : text.substring(start, at), password));
    }

    private static Protocol protocol(String scheme) {
        return switch (scheme) {
            case "http" -> Protocol.HTTP;
            case "socks5", "socks5h" -> Protocol.SOCKS5;
            default -> throw new IllegalArgumentException("the proxy's URL must start with http:// or socks5://; other kinds are not supported");
        };
    }

    private static Address address(String host) {
        boolean hasPort = host.lastIndexOf(':') > host.lastIndexOf(']') && host.indexOf(':') == host.lastIndexOf(':') || host.contains("]:");
        return Address.parse(hasPort ? host : host + ":" + USUAL_PORT);
    }

    private static @Nullable Login login(@Nullable String user, @Nullable Secret password) {
        if (user == null) {
            if (password != null) throw new IllegalArgumentException("a password for the proxy was given, but its URL names no user: http://USER@HOST:PORT");
            return null;
        }
        if (user.contains(":")) throw new IllegalArgumentException("the proxy's URL has a password in it: give the password apart, where no log shows it");
        if (password == null) throw new IllegalArgumentException("the proxy's URL names a user: give the password, too");
        return new Login(decoded(user), password);
    }

    /// Undoes the percent signs of a URL.
    static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("user or password in the proxy's URL has a % that two hexadecimal digits do not follow");
        }
    }
}
