package org.nettunnel.node;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.node.Grants.OfTunnel;
import org.nettunnel.api.node.Grants.TunnelAct;
import org.nettunnel.api.node.Node.EndpointDraft;
import org.nettunnel.api.node.PortRange;
import org.nettunnel.api.node.TargetPattern;
import org.nettunnel.api.transport.Address;

/// What an endpoint of a limited user may be: where it listens, and what it connects to, however that is spelled.
///
/// What counts is the address that is dialled. The text of a target is only looked at to refuse what cannot be right, and where the other end dials.
final class TargetRules {
    private static final String NAME = "[a-z0-9_]([a-z0-9_.-]{0,252})?";
    /// Where clouds hand out credentials and that is not link-local.
    private static final Set<InetAddress> METADATA = List.of("100.100.100.200", "fd00:ec2::254", "192.0.0.192", "168.63.129.16").stream()
            .map(InetAddress::ofLiteral).collect(Collectors.toUnmodifiableSet());

    private TargetRules() {}

    /// Why a grant does not let such an endpoint be; null when it does.
    ///
    /// @param dialsHere whether this node resolves and dials the target
    static @Nullable String refusal(OfTunnel grant, EndpointDraft draft, boolean dialsHere) {
        if (!grant.acts().contains(TunnelAct.ENDPOINTS)) return "this grant is not for endpoints";
        if (!PortRange.anyHolds(grant.ports(), draft.port()))
            return "port " + (draft.port() == 0 ? "0 (any)" : draft.port()) + " is not among those that were granted: " + texts(grant.ports());
        String bind = draft.bind().toLowerCase(Locale.ROOT);
        String canonical = bind.equals("localhost") ? "127.0.0.1" : bind;
        if (!grant.binds().contains(canonical) && !grant.binds().contains("*") && !grant.binds().contains(bind))
            return "listening on " + draft.bind() + " was not granted, only on " + texts(grant.binds());
        return fits(grant, draft.target(), dialsHere) ? null : "target " + draft.target() + " is not among those that were granted: " + texts(grant.targets());
    }

    private static String texts(List<?> values) {
        return values.isEmpty() ? "none" : String.join(", ", values.stream().map(String::valueOf).toList());
    }

    private static boolean fits(OfTunnel grant, Address target, boolean dialsHere) {
        String host = target.host().toLowerCase(Locale.ROOT);
        if (TargetPattern.isLiteral(host)) {
            InetAddress address = literal(host);
            return address != null && !isNever(address) && grant.targets().stream().anyMatch(pattern -> pattern.holds(address, target.port()));
        }
        if (!host.matches(NAME) || TargetPattern.isNumeric(host)) return false;
        // a name that the other end resolves is as good as its pattern; one that is resolved here is looked at again
        return grant.targets().stream().anyMatch(pattern -> pattern.holdsName(host, target.port()) && (dialsHere || !pattern.host().equals("*"))
                || dialsHere && pattern.isOfAddresses() && pattern.ports().holds(target.port()));
    }

    /// Null for what is written in a way that not all read alike, such as `0177.0.0.1` or `127.1`.
    private static @Nullable InetAddress literal(String host) {
        try {
            InetAddress address = InetAddress.ofLiteral(host);
            return host.contains(":") || address.getHostAddress().equals(host) ? address : null;
        } catch (IllegalArgumentException ambiguous) {
            return null;
        }
    }

    /// Whether an address, that the target's name stands for, is in the grant.
    static boolean mayDial(OfTunnel grant, Address target, InetAddress address) {
        boolean isName = !TargetPattern.isLiteral(target.host());
        boolean isLocal = address.isLoopbackAddress() || address.isAnyLocalAddress();
        return grant.targets().stream().anyMatch(pattern -> pattern.holds(address, target.port())
                || isName && pattern.holdsName(target.host(), target.port()) && (!isLocal || pattern.isOfThisMachine()));
    }

    /// What no endpoint of a limited user dials, whatever he was granted: the address that is none, link-local, multicast, metadata services, and what hides one of them
    /// or this machine in an IPv6 address.
    static boolean isNever(InetAddress address) {
        if (address.isAnyLocalAddress() || address.isLinkLocalAddress() || address.isMulticastAddress() || METADATA.contains(address)) return true;
        InetAddress inside = address instanceof Inet6Address ? embedded(address.getAddress()) : null;
        return inside != null && (isNever(inside) || inside.isLoopbackAddress() || inside.isAnyLocalAddress());
    }

    /// The IPv4 address in one of NAT64, of 6to4, or of the old compatible kind; null in others.
    private static @Nullable InetAddress embedded(byte[] bytes) {
        boolean isNat64 = bytes[0] == 0 && bytes[1] == 0x64 && bytes[2] == (byte) 0xff && bytes[3] == (byte) 0x9b;
        boolean is6to4 = bytes[0] == 0x20 && bytes[1] == 0x02;
        boolean isCompatible = Arrays.equals(bytes, 0, 12, new byte[12], 0, 12) && (bytes[12] | bytes[13] | bytes[14]) != 0;
        if (!isNat64 && !is6to4 && !isCompatible) return null;
        int at = is6to4 ? 2 : 12;
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, at, at + 4));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("four bytes are an address", impossible);
        }
    }

    static boolean isOfThisMachine(InetAddress address) throws SocketException {
        return address.isLoopbackAddress() || address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null;
    }
}
