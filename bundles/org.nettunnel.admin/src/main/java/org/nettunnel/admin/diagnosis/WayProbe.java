package org.nettunnel.admin.diagnosis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.nettunnel.api.admin.diagnosis.DoctorView;
import org.nettunnel.api.admin.diagnosis.DoctorView.Check;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelConfig.Outbound;
import org.nettunnel.api.tunnel.Tunnels;
import org.nettunnel.api.tunnel.TunnelStatus;
import org.nettunnel.client.Doctor;
import org.nettunnel.client.NodeAddress;

/// Examines the way that a tunnel goes, whether it is up or not: by its own addresses, proxy, transport and keys.
///
/// **Threads:** any; it blocks.
final class WayProbe {
    private static final String IDENTITY = "identity";
    private final Tunnels tunnels;
    private final TunnelConfig tunnel;

    WayProbe(Tunnels tunnels, TunnelConfig tunnel) {
        this.tunnels = tunnels;
        this.tunnel = tunnel;
    }

    /// One address after the other, until one is as it should be.
    List<Check> examine() {
        if (!(tunnel.route() instanceof Outbound route))
            return List.of(new Check("way", "skipped", "The other node dials this one.", "Examine the way at the other node, by 'doctor --tunnel' there.", 0));
        List<Check> checks = new ArrayList<>();
        for (Address address : route.addresses()) {
            DoctorView found = Doctor.examine(new Doctor.Way(new NodeAddress(address.host(), address.port()), route.proxy(), route.transport(), null, true));
            checks.addAll(found.checks());
            Check identity = identity(address);
            checks.add(identity);
            if (found.isGood() && !identity.result().equals("bad")) break;
        }
        return checks;
    }

    /// By the engine, as it dials for the tunnel; it stops where the peer has proved itself.
    private Check identity(Address address) {
        long begun = System.nanoTime();
        try {
            Tunnels.Greeting met = tunnels.greet(tunnel.id(), address);
            String figures = "; " + Figures.millis(met.wire().toNanos()) + " to get there, " + Figures.millis(met.handshake().toNanos()) + " for the handshake.";
            if (met.suite().isEmpty()) return new Check(IDENTITY, "bad", "The peer proved who it is, but has no cipher in common with this node: it has " + met.suites() + figures,
                    "Start the bundle of a suite at one of the nodes that the other has.", since(begun));
            return new Check(IDENTITY, "good", "The peer proved by the tunnel's key that it is " + met.peer() + "; a link would have " + met.suite() + figures
                    + (isUp() ? "" : " Whether it lets this node in shows when the tunnel is up."), "", since(begun));
        } catch (IOException failed) {
            return new Check(IDENTITY, "bad", "At " + address + ": " + failed.getMessage() + ".", "See what 'nettunnel tunnel show' says of the tunnel, and the other node's log.", since(begun));
        }
    }

    private boolean isUp() {
        return tunnels.states().stream().anyMatch(state -> state.id().equals(tunnel.id()) && state.status() instanceof TunnelStatus.Established);
    }

    private static long since(long begun) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    }
}
