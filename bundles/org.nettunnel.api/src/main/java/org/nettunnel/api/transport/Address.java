package org.nettunnel.api.transport;

/// A host and a port, as people write them: `host:52845`, `10.0.0.7:22`, `[2001:db8::1]:443`.
public record Address(String host, int port) {
    public Address {
        if (host.isBlank()) throw new IllegalArgumentException("the host is blank");
        if (host.chars().anyMatch(c -> c <= ' ' || c == 0x7f || c == '[' || c == ']' || c == '/'))
            throw new IllegalArgumentException("host '" + host + "' has a character that no host name or address has");
        if (port < 1 || port > 65535) throw new IllegalArgumentException("port " + port + " is not in 1..65535");
    }

    /// @throws IllegalArgumentException with a sentence that names the text and what is wrong with it
    public static Address parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1 || colon == text.length() - 1)
            throw new IllegalArgumentException("'" + text + "' is not HOST:PORT (an IPv6 address stands in brackets, [::1]:80)");
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) host = host.substring(1, host.length() - 1);
        else if (host.contains(":"))
            throw new IllegalArgumentException("'" + text + "': put the IPv6 address in brackets, [" + host + "]:PORT");
        try {
            return new Address(host, Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("'" + text + "': the port is not a number in 1..65535");
        }
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
