package org.nettunnel.client;

import java.net.URI;

/// A proxy on the way to a node, as people write it: `http://HOST:PORT` or `socks5://HOST:PORT`.
public record ProxyDoor(boolean isSocks, String host, int port) {
    /// @throws IllegalArgumentException with a sentence
    public static ProxyDoor parse(String text) {
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("'" + text + "' is no proxy: give http://HOST:PORT or socks5://HOST:PORT", malformed);
        }
        String scheme = uri.getScheme();
        String host = uri.getHost();
        if (scheme == null || host == null || uri.getPort() < 1 || !scheme.equals("http") && !scheme.equals("socks5"))
            throw new IllegalArgumentException("'" + text + "' is no proxy: give http://HOST:PORT or socks5://HOST:PORT");
        if (uri.getUserInfo() != null) throw new IllegalArgumentException("a proxy with a login cannot be examined: leave the login out of the URL");
        return new ProxyDoor(scheme.equals("socks5"), host.startsWith("[") ? host.substring(1, host.length() - 1) : host, uri.getPort());
    }
}
