package org.nettunnel.api.transport;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/// Whom budgets count as one: an IPv4 address, or the 64 bits of an IPv6 network, which one customer has to himself.
public record Source(long network, boolean isSix) {
    public static Source of(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        boolean six = address instanceof Inet6Address;
        return new Source(six ? bytes.getLong() : bytes.getInt(), six);
    }
}
