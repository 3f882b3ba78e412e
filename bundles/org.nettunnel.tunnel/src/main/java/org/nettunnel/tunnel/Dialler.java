package org.nettunnel.tunnel;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.transport.Wire;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.Tunnels;
import org.nettunnel.tunnel.handshake.Established;
import org.nettunnel.tunnel.handshake.Handshake;
import org.nettunnel.tunnel.handshake.HandshakeFailed;
import org.nettunnel.tunnel.handshake.Initiation;
import org.nettunnel.tunnel.providers.NotReady;

/// One attempt of an outbound tunnel: its addresses in turn, until behind one of them the pinned peer is.
///
/// **Threads:** one thread an attempt; all that the attempts of a tunnel share is which address was good.
final class Dialler {
    private final Tunnel tunnel;
    private final Sessions sessions;
    private final Addresses addresses;
    private final List<String> passedOver = new ArrayList<>();

    Dialler(Tunnel tunnel, Sessions sessions, Addresses addresses) {
        this.tunnel = tunnel;
        this.sessions = sessions;
        this.addresses = addresses;
    }

    /// What is asked of the peer, made anew for each address: no two handshakes are one attempt.
    interface Wish {
        Initiation.@Nullable Rejoin next();
    }

    /// A handshake that succeeded; the wire is the caller's.
    record Reached(Wire wire, Established established, PeerIdentity self) {
        /// No link comes of it.
        void giveUp() {
            wire.close();
            established.wipe();
        }
    }

    /// Whatever else answers at an address, and whatever it says, the next one is tried. A proved refusal is the peer's word, and all addresses
    /// are the same peer's, so that ends it.
    Reached dial(Wish wish) throws HandshakeFailed, NotReady, IOException {
        TunnelConfig config = tunnel.config();
        if (!(config.route() instanceof TunnelConfig.Outbound route)) throw new IllegalStateException("tunnel " + config.id() + " is not dialled");
        for (Iterator<Address> left = addresses.inOrder(route.addresses()).iterator(); ; ) {
            Address address = left.next();
            try {
                Reached reached = dial(address, route, wish);
                addresses.wasGood(address);
                return reached;
            } catch (HandshakeFailed failed) {
                boolean isPeersWord = failed instanceof HandshakeFailed.Refused refused && refused.isByPeer();
                if (isPeersWord || !left.hasNext() || Thread.currentThread().isInterrupted()) throw failed;
                passedOver.add(address + ": " + failed.getMessage());
            } catch (IOException failed) {
                if (!left.hasNext() || Thread.currentThread().isInterrupted()) throw failed;
                passedOver.add(String.valueOf(failed.getMessage()));
            }
        }
    }

    /// Has the peer at `address` prove who it is, and goes no further: its sessions do not notice.
    ///
    /// @throws IOException with a sentence
    static Tunnels.Greeting greet(Tunnel tunnel, Sessions sessions, Address address) throws IOException {
        try {
            return new Dialler(tunnel, sessions, new Addresses()).greet(address);
        } catch (HandshakeFailed | NotReady failed) {
            throw new IOException(failed.getMessage(), failed);
        }
    }

    private Tunnels.Greeting greet(Address address) throws HandshakeFailed, NotReady, IOException {
        if (!(tunnel.config().route() instanceof TunnelConfig.Outbound route)) throw new NotReady("the tunnel is dialled by the other end");
        Initiation initiation = initiation();
        try (var _ = sessions.sealing()) {
            Handshake handshake = sessions.handshake();
            long begun = System.nanoTime();
            Wire wire = wire(address, route);
            long connected = System.nanoTime();
            Handshake.Met met = handshake.meet(wire, initiation);
            return new Tunnels.Greeting(initiation.peer(), met.suite(), met.suites(), Duration.ofNanos(connected - begun), Duration.ofNanos(System.nanoTime() - connected));
        }
    }

    private Wire wire(Address address, TunnelConfig.Outbound route) throws NotReady, IOException {
        return sessions.transport(route.transport()).dial(address, sessions.ways().through(route.proxy()), sessions.settings().dialTimeout());
    }

    private Initiation initiation() throws NotReady {
        TunnelConfig config = tunnel.config();
        PeerIdentity peer = config.trust().peer();
        if (peer == null) throw new NotReady("the tunnel does not say who the peer is: add it again with a new invite");
        return new Initiation(sessions.self(), config.id(), peer.fingerprint(), config.trust().key(), null);
    }

    private Reached dial(Address address, TunnelConfig.Outbound route, Wish wish) throws HandshakeFailed, NotReady, IOException {
        Initiation fresh = initiation();
        try (var _ = sessions.sealing()) {
            // before the wire, which nobody would close if it were missing
            Handshake handshake = sessions.handshake();
            Wire wire = wire(address, route);
            Established established = handshake.initiate(wire, fresh.with(wish.next()));
            return new Reached(wire, established, PeerIdentity.of(fresh.self().key().publicKey()));
        }
    }

    /// Why there is no link, address by address.
    String reason(Exception failed) {
        String last = String.valueOf(failed.getMessage());
        return passedOver.isEmpty() ? last : String.join("; ", passedOver) + "; " + last;
    }
}
