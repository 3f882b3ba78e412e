package org.nettunnel.admin.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.api.admin.diagnosis.DoctorView.Check;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.api.tunnel.TunnelConfig;

/// Against two real engines.
@Timeout(120)
class WayProbeTest {
    private static Check named(List<Check> checks, String name) {
        return checks.reversed().stream().filter(check -> check.name().equals(name)).findFirst().orElseThrow(() -> new AssertionError("no " + name + " in " + checks));
    }

    @Test
    void theWayOfATunnelIsWalkedToItsKeysAndItsStreamsGoOn() throws Exception {
        try (var engines = new TwoEngines(0)) {
            var stream = engines.open(null);
            List<Check> checks = new WayProbe(engines.inner.service, engines.dialled).examine();
            for (String name : List.of("proxy", "name", "connection", "handshake", "packets", "identity")) assertEquals("good", named(checks, name).result(), checks.toString());
            assertTrue(named(checks, "handshake").found().contains("version 1 of the protocol, with the suite AES-256-GCM"), checks.toString());
            assertTrue(named(checks, "packets").found().startsWith("A question of 6000 bytes was answered"), checks.toString());
            assertTrue(named(checks, "identity").found().contains(PeerIdentity.of(engines.outer.key.publicKey()).fingerprint().toString()), checks.toString());
            String all = checks.toString();
            assertFalse(all.contains("'doctor --tunnel' goes that far") || all.contains("fingerprint to be sure") || all.contains("when the tunnel is up"), all);
            stream.client().write(ByteBuffer.wrap(new byte[] {7}));
            assertEquals(1, stream.target().read(ByteBuffer.allocate(1)), "its session goes on");
            assertEquals(0, engines.inner.service.states().getFirst().links().failed());
        }
    }

    @Test
    void aPeerWithAnotherKeyAndAnAddressOfNobodyAreTold() throws Exception {
        int nobody;
        try (var closed = new ServerSocket(0)) {
            nobody = closed.getLocalPort();
        }
        try (var engines = new TwoEngines(0)) {
            TunnelConfig.Outbound route = (TunnelConfig.Outbound) engines.dialled.route();
            var trust = new TunnelConfig.Trust(engines.dialled.trust().peer(), Secret.of(new byte[32]), null);
            var wrong = new TunnelConfig(TwoEngines.TUNNEL, "test", new TunnelConfig.Outbound(List.of(new Address("127.0.0.1", nobody), route.addresses().getFirst()), "tcp"), trust, true);
            engines.inner.service.apply(List.of(wrong));
            List<Check> checks = new WayProbe(engines.inner.service, wrong).examine();
            assertEquals("bad", checks.get(2).result(), checks.toString());
            assertEquals("good", named(checks, "handshake").result(), checks.toString());
            assertEquals("bad", named(checks, "identity").result(), checks.toString());
            assertTrue(named(checks, "identity").found().contains("make a new invite"), checks.toString());
        }
    }

    @Test
    void ofATunnelThatTheOtherEndDialsOnlyThatIsSaid() throws Exception {
        try (var engines = new TwoEngines(0)) {
            var inbound = new TunnelConfig(TwoEngines.TUNNEL, "test", new TunnelConfig.Inbound(), engines.dialled.trust(), true);
            List<Check> checks = new WayProbe(engines.outer.service, inbound).examine();
            assertEquals(List.of("skipped"), checks.stream().map(Check::result).toList());
        }
    }
}
