package org.nettunnel.node;

import java.net.InetAddress;
import java.util.HexFormat;

/// Whom an address stands for when tries are counted: an IPv4 address itself, of IPv6 the /64 that one subscriber has.
final class AddressGroup {
    private static final int LONGEST = 64;

    private AddressGroup() {}

    /// The network that an address is in, as far as a provider's network goes: the first half of an IPv4 address, the first quarter of an IPv6 one.
    static String network(String address) {
        String group = of(address);
        if (group.endsWith("/64")) return group.substring(0, 8) + "/32";
        return group.matches("\\d+\\.\\d+\\.\\d+\\.\\d+") ? group.replaceFirst("\\.\\d+\\.\\d+$", "/16") : group;
    }

    /// @param address as text; anything else stands for itself
    static String of(String address) {
        String text = address.substring(0, Math.min(address.length(), LONGEST));
        if (!text.matches("[0-9a-fA-F:.]+") || !text.contains(":")) return text;
        try {
            byte[] bytes = InetAddress.ofLiteral(text).getAddress();
            return bytes.length == 16 ? HexFormat.of().formatHex(bytes, 0, 8) + "/64" : InetAddress.ofLiteral(text).getHostAddress();
        } catch (IllegalArgumentException noAddress) {
            return text;
        }
    }
}
