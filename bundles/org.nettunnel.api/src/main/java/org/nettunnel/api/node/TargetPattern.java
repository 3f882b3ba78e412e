package org.nettunnel.api.node;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Locale;
import java.util.regex.Pattern;

/// What a limited user's endpoints may connect to: `10.0.0.0/8:80`, `[fd00::/8]:443`, `db.example.org:5432`, `*.example.org:443`, `*:80`; the
/// ports as [PortRange] writes them.
///
/// Addresses of the machine that connects are in a pattern only where it says so: `localhost`, `127.0.0.0/8` or `[::1]`. What no pattern holds
/// is link-local, which is where clouds hand out their credentials.
/// @param host  as given, without brackets, in lower case
public record TargetPattern(String host, PortRange ports) {
    private static final Pattern NAME = Pattern.compile("(\\*\\.)?[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9_])?");
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-f:.]*:[0-9a-f:.]*");
    /// What some resolvers take for a number, however it is written: `0x7f.1`, `2130706433`, `0177.0.0.1`.
    private static final Pattern NUMERIC = Pattern.compile("(.*\\.)?(\\d+|0x[0-9a-f]*)\\.?");

    public TargetPattern {
        host = host.toLowerCase(Locale.ROOT);
        if (!host.equals("*")) {
            if (isNetwork(host)) Network.parse(host);
            else if (!NAME.matcher(host).matches() || isNumeric(host))
                throw new IllegalArgumentException("'" + host + "' is no host name, address or network: write db.example.org, *.example.org, 10.0.0.0/8 or *");
        }
    }

    /// @throws IllegalArgumentException with a sentence that names the text
    public static TargetPattern parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? text : text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) host = host.substring(1, host.length() - 1);
        else if (host.contains(":") || colon < 1)
            throw new IllegalArgumentException("'" + text + "' is not HOST:PORTS (10.0.0.0/8:80, *.example.org:443, [fd00::/8]:*)");
        return new TargetPattern(host, PortRange.parse(text.substring(colon + 1)));
    }

    /// Whether the text alone allows it, before it is resolved; names only, since an address has [#holds(InetAddress, int)].
    public boolean holdsName(String name, int port) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!ports.holds(port) || isNetwork(host) || isNumeric(lower)) return false;
        if (host.equals("*")) return !isLocalhost(lower);
        return host.startsWith("*.") ? lower.endsWith(host.substring(1)) && lower.length() > host.length() - 1 : lower.equals(host);
    }

    /// Whether an address may be dialled for being in the network that this pattern is.
    public boolean holds(InetAddress address, int port) {
        if (!ports.holds(port)) return false;
        if (host.equals("*")) return !isOfThisMachine(address);
        if (!isNetwork(host)) return false;
        Network network = Network.parse(host);
        return network.holds(address) && (!isOfThisMachine(address) || network.address().isLoopbackAddress());
    }

    /// Whether this pattern is networks, so that an address has to be known.
    public boolean isOfAddresses() {
        return host.equals("*") || isNetwork(host);
    }

    /// Whether a name that this pattern holds may stand for an address of the machine that resolves it.
    public boolean isOfThisMachine() {
        return isLocalhost(host);
    }

    /// Whether the host of a target is an address and no name.
    public static boolean isLiteral(String host) {
        return LITERAL.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    /// Whether a resolver may take it for an address though it is not written as one.
    public static boolean isNumeric(String host) {
        return NUMERIC.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    private static boolean isLocalhost(String name) {
        return name.equals("localhost") || name.equals("localhost.") || name.endsWith(".localhost") || name.endsWith(".localhost.");
    }

    private static boolean isOfThisMachine(InetAddress address) {
        return address.isLoopbackAddress() || address.isAnyLocalAddress();
    }

    private static boolean isNetwork(String host) {
        return host.contains("/") || isLiteral(host);
    }

    /// @param bits of the address that count
    private record Network(InetAddress address, int bits) {
        static Network parse(String text) {
            int slash = text.indexOf('/');
            String literal = slash < 0 ? text : text.substring(0, slash);
            String length = slash < 0 ? "" : text.substring(slash + 1);
            try {
                InetAddress address = InetAddress.ofLiteral(literal);
                int most = address.getAddress().length * 8;
                if (slash < 0) return new Network(address, most);
                if (length.matches("\\d{1,3}") && Integer.parseInt(length) <= most) return new Network(address, Integer.parseInt(length));
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException("'" + text + "' is no address or network: write 10.0.0.7, 10.0.0.0/8 or fd00::/8", wrong);
            }
            throw new IllegalArgumentException("'" + text + "' is no network: what follows the slash must be 0 to 32, or to 128 for IPv6");
        }

        boolean holds(InetAddress other) {
            byte[] mine = address.getAddress();
            byte[] its = other.getAddress();
            if (mine.length != its.length) return false;
            int rest = mine.length * 8 - bits;
            return new BigInteger(1, mine).shiftRight(rest).equals(new BigInteger(1, its).shiftRight(rest));
        }
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + ports;
    }
}
