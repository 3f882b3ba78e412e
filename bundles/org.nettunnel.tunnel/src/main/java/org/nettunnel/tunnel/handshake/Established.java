package org.nettunnel.tunnel.handshake;

import java.util.List;

import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.tunnel.handshake.KeyBlock.DirectionKeys;

/// What both ends have in hand when a handshake has succeeded; the next byte on the wire is the first of a record.
///
/// @param rights bits from the responder; none is defined yet
public record Established(Peer peer, Agreed agreed, SessionId session, int rights, Keys keys) {
    /// What there is to wipe when no link comes of it.
    public void wipe() {
        keys.sending.wipe();
        keys.receiving.wipe();
        keys.chain.wipe();
    }

    /// Who is at the other end.
    ///
    /// @param name   what it calls itself, printable
    /// @param limits what it takes from us
    /// @param suites those it has, the preferred first, as far as it said
    public record Peer(PeerIdentity identity, String name, Limits limits, List<String> suites) {
        public Peer {
            suites = List.copyOf(suites);
        }
    }

    /// What both ends settled on.
    ///
    /// @param suite        name of the suite of this link's records
    /// @param compressions names of the compressions both have, in the initiator's order
    /// @param offers       what this end offered, or chose from
    public record Agreed(TunnelId tunnel, String suite, List<String> compressions, Offers offers) {
        public Agreed {
            compressions = List.copyOf(compressions);
        }
    }

    /// The keys of this link, seen from this end.
    ///
    /// @param join  from which the lane's next join secret comes
    /// @param chain where rekeying goes on
    public record Keys(DirectionKeys sending, DirectionKeys receiving, Secret exporter, Secret join, KeyChain chain) {}
}
