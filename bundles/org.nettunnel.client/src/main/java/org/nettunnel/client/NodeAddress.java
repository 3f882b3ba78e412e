package org.nettunnel.client;

import java.net.URI;
import java.net.URISyntaxException;

/// Where a node answers: `https://host:port`, and nothing behind it.
public record NodeAddress(String host, int port) {
    public static final int DEFAULT_PORT = 52845;

    /// Reads `https://host:port`, `host:port`, `host` or `[::1]:port`; the port is 52845 unless given.
    ///
    /// @throws IllegalArgumentException with a sentence that names the text and what is wrong with it
    public static NodeAddress parse(String text) {
        String url = text.contains("://") ? text : "https://" + text;
        try {
            URI uri = new URI(url);
            if (!"https".equalsIgnoreCase(uri.getScheme()))
                throw new IllegalArgumentException("'" + text + "': a node speaks https, not " + uri.getScheme());
            if (uri.getHost() == null || uri.getUserInfo() != null || uri.getQuery() != null || uri.getFragment() != null
                    || !(uri.getPath().isEmpty() || uri.getPath().equals("/")))
                throw new IllegalArgumentException("'" + text + "' is not the address of a node, such as https://host:" + DEFAULT_PORT);
            int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
            if (port < 1 || port > 65535) throw new IllegalArgumentException("'" + text + "': port " + port + " is not in 1..65535");
            return new NodeAddress(uri.getHost(), port);
        } catch (URISyntaxException wrong) {
            throw new IllegalArgumentException("'" + text + "' is not the address of a node, such as https://host:" + DEFAULT_PORT);
        }
    }

    public String url() {
        return "https://" + host + ":" + port;
    }

    @Override
    public String toString() {
        return url();
    }
}
