package org.nettunnel.api.tunnel.proxy;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/// The list of what is reached without a proxy, as curl reads `no_proxy`: names with all below them, addresses, blocks of addresses, `*` for all.
///
/// @param entries in lower case
public record NoProxy(List<String> entries) {
    static NoProxy parse(String text) {
        return new NoProxy(Arrays.stream(text.toLowerCase(Locale.ROOT).split("[,\\s]+")).filter(entry -> !entry.isEmpty()).toList());
    }

    boolean covers(String host) {
        if (entries.equals(List.of("*"))) return true;
        InetAddress address = literal(host);
        if (address != null) return entries.stream().anyMatch(entry -> isIn(entry, address));
        String name = withoutDot(host.toLowerCase(Locale.ROOT));
        return entries.stream().anyMatch(entry -> isBelow(entry, name));
    }

    /// `example.org` and `.example.org` cover `example.org` and `www.example.org`, but not `anexample.org`.
    private static boolean isBelow(String entry, String name) {
        String domain = withoutDot(entry.startsWith(".") ? entry.substring(1) : entry);
        return !domain.isEmpty() && (name.equals(domain) || name.endsWith("." + domain));
    }

    private static boolean isIn(String entry, InetAddress address) {
        int slash = entry.indexOf('/');
        InetAddress network = literal(slash < 0 ? entry : entry.substring(0, slash));
        if (network == null) return false;
        byte[] wanted = network.getAddress(), given = address.getAddress();
        if (wanted.length != given.length) return false;
        String bits = slash < 0 ? Integer.toString(wanted.length * 8) : entry.substring(slash + 1);
        return bits.matches("[0-9]{1,3}") && Integer.parseInt(bits) <= wanted.length * 8 && isSame(wanted, given, Integer.parseInt(bits));
    }

    private static boolean isSame(byte[] one, byte[] other, int bits) {
        for (int bit = 0; bit < bits; bit++)
            if (((one[bit / 8] ^ other[bit / 8]) >> (7 - bit % 8) & 1) != 0) return false;
        return true;
    }

    /// The address that is written out, perhaps in brackets; null for a name.
    public static @Nullable InetAddress literal(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        if (!bare.contains(":") && !bare.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")) return null;
        try {
            return InetAddress.ofLiteral(bare);
        } catch (IllegalArgumentException noAddress) {
            return null;
        }
    }

    private static String withoutDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
