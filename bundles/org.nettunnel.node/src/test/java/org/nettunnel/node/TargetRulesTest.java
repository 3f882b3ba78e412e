package org.nettunnel.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nettunnel.api.node.Grants.OfTunnel;
import org.nettunnel.api.node.Grants.TunnelAct;
import org.nettunnel.api.node.Node.EndpointDraft;
import org.nettunnel.api.node.PortRange;
import org.nettunnel.api.node.TargetPattern;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelSide;

/// Where endpoints of limited users may listen and connect.
class TargetRulesTest {
    private static final TunnelId TUNNEL = TunnelId.random();
    /// As much as can be granted without naming this machine.
    private static final OfTunnel WIDEST = grant("*:*", "0.0.0.0/0:*", "[::/0]:*", "*.example.org:*");

    private static OfTunnel grant(String... targets) {
        return new OfTunnel(TUNNEL, Set.of(TunnelAct.ENDPOINTS), List.of(PortRange.parse("9000-9010")), Stream.of(targets).map(TargetPattern::parse).toList(), List.of());
    }

    private static EndpointDraft draft(int port, String bind, Address target) {
        return new EndpointDraft(TUNNEL, null, TunnelSide.INBOUND, bind, port, target, "off");
    }

    private static boolean fits(OfTunnel grant, String host, int port, boolean dialsHere) {
        return TargetRules.refusal(grant, draft(9000, "127.0.0.1", new Address(host, port)), dialsHere) == null;
    }

    /// What the endpoint engine does: the text is looked at, then what it stands for.
    private static boolean reaches(OfTunnel grant, String host) {
        if (!fits(grant, host, 80, true)) return false;
        try {
            for (InetAddress address : InetAddress.getAllByName(host))
                if (!TargetRules.isNever(address) && TargetRules.mayDial(grant, new Address(host, 80), address)) return true;
            return false;
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    /// The metadata service and this machine, as people who want past a filter write them.
    @ParameterizedTest
    @ValueSource(strings = {"169.254.169.254", "169.254.1.1", "2852039166", "0xa9fea9fe", "0xa9.0xfe.0xa9.0xfe", "0251.0376.0251.0376", "169.254.43518", "169.16689662",
            "0xA9FEA9FE", "169.0xfe.169.254", "169.254.169.254.", "::ffff:169.254.169.254", "::ffff:a9fe:a9fe", "0:0:0:0:0:ffff:a9fe:a9fe", "::169.254.169.254",
            "64:ff9b::169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1", "fe80::1", "fe80::1%lo", "FE80::1", "febf::1", "fd00:ec2::254", "100.100.100.200",
            "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f.1", "0x7f000001", "017700000001", "0177.0.0.1", "127.000.000.001", "::1", "::ffff:127.0.0.1",
            "::ffff:7f00:1", "64:ff9b::7f00:1", "2002:7f00:1::", "0.0.0.0", "0", "::", "localhost", "LOCALHOST", "localhost.", "a.localhost", "127.255.255.254",
            "224.0.0.1", "ff02::1"})
    void noSpellingReachesMetadataOrThisMachine(String host) {
        assertFalse(reaches(WIDEST, host), host);
    }

    @Test
    void whatWasGrantedIsReached() {
        assertTrue(reaches(WIDEST, "10.1.2.3"));
        assertTrue(reaches(grant("10.0.0.0/8:80"), "10.255.0.1"));
        assertFalse(reaches(grant("10.0.0.0/8:80"), "11.0.0.1"));
        assertFalse(reaches(grant("10.0.0.0/8:81"), "10.0.0.1"));
        assertTrue(reaches(grant("[fd00::/8]:80"), "fd12::1"));
        assertFalse(reaches(grant("[fd00::/8]:80"), "fe12::1"));
        assertTrue(reaches(grant("127.0.0.0/8:80"), "127.0.0.1"));
        assertTrue(reaches(grant("127.0.0.1:80"), "localhost"), "whatever it is called, here it is that address");
        assertTrue(reaches(grant("localhost:80"), "localhost"));
        assertFalse(reaches(grant("169.254.0.0/16:80"), "169.254.169.254"), "whatever was granted");
    }

    /// A name that was granted and stands for something else today.
    @Test
    void aNameIsOnlyAsGoodAsTheAddressItStandsFor() throws Exception {
        var granted = grant("*.example.org:80");
        var target = new Address("db.example.org", 80);
        assertTrue(fits(granted, target.host(), 80, true));
        assertTrue(TargetRules.mayDial(granted, target, InetAddress.ofLiteral("10.0.0.7")));
        assertFalse(TargetRules.mayDial(granted, target, InetAddress.getLoopbackAddress()));
        assertFalse(TargetRules.mayDial(granted, target, InetAddress.ofLiteral("0.0.0.0")));
        assertTrue(TargetRules.isNever(InetAddress.ofLiteral("169.254.169.254")));
        var network = grant("10.0.0.0/8:80");
        assertTrue(fits(network, "any.example.com", 80, true), "it is resolved here, and looked at then");
        assertFalse(TargetRules.mayDial(network, new Address("any.example.com", 80), InetAddress.ofLiteral("192.0.2.1")));
    }

    @Test
    void aNameThatTheOtherEndResolvesMustBeGrantedByName() {
        assertFalse(fits(grant("10.0.0.0/8:80"), "any.example.com", 80, false));
        assertFalse(fits(grant("*:80"), "any.example.com", 80, false));
        assertTrue(fits(grant("*.example.com:80"), "any.EXAMPLE.com", 80, false));
        assertFalse(fits(grant("*.example.com:80"), "example.com", 80, false));
        assertFalse(fits(grant("*.example.com:80"), "evilexample.com", 80, false));
        assertFalse(fits(grant("example.com:80"), "example.com", 443, false));
    }

    @Test
    void portsAndBindsAreThoseThatWereGranted() {
        var target = new Address("10.0.0.1", 80);
        assertNull(TargetRules.refusal(WIDEST, draft(9010, "127.0.0.1", target), true));
        assertNull(TargetRules.refusal(WIDEST, draft(9010, "localhost", target), true));
        for (int port : List.of(0, 80, 8999, 9011)) assertNotNull(TargetRules.refusal(WIDEST, draft(port, "127.0.0.1", target), true), "port " + port);
        for (String bind : List.of("0.0.0.0", "::", "::1", "10.0.0.1")) assertNotNull(TargetRules.refusal(WIDEST, draft(9000, bind, target), true), bind);
        String sentence = TargetRules.refusal(WIDEST, draft(80, "127.0.0.1", target), true);
        assertEquals("port 80 is not among those that were granted: 9000-9010", sentence);
    }

    @Test
    void patternsAreReadAsTheyAreWrittenAndNothingElseIs() {
        for (String good : List.of("10.0.0.0/8:80", "[fd00::/8]:443", "*.example.org:443", "*:*", "db:5432-5440", "10.0.0.7:22", "[::1]:80"))
            assertEquals(good, TargetPattern.parse(good).toString());
        for (String bad : List.of("", ":", "db", "db:", ":80", "db:x", "db:70000", "db:9-8", "10.0.0.0/33:80", "10.0.0.0/x:80", "fd00::/8:80", "0x7f.1:80", "*.*:80", "a b:80",
                "2130706433.:80", "-:80", "**:80"))
            assertThrows(IllegalArgumentException.class, () -> TargetPattern.parse(bad), bad);
    }
}
