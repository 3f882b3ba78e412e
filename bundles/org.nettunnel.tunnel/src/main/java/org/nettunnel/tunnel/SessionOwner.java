package org.nettunnel.tunnel;

import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.link.Arrival;
import org.nettunnel.tunnel.link.LaneOwner.StreamWatch;
import org.nettunnel.tunnel.rekey.KeyFacts;

/// What a session tells its tunnel.
///
/// **Threads:** called on loops and on threads that shake hands, with no monitor of the session held: returns at once.
interface SessionOwner {
    /// Why a session is over.
    ///
    /// @param byPeer whether it is the peer's word
    record End(CloseCode code, String reason, boolean byPeer) {}

    /// The peer has the keys: from here streams come and go.
    void proved(Session session);

    void linked(Session session, Chronicle.Linked link);

    void unlinked(Session session, Chronicle.Lost link);

    /// A stream was refused or ended by a limit.
    void limited(String limit, String reason);

    /// A link has new keys, and perhaps another suite.
    void rekeyed(Session session, int lane, KeyFacts keys);

    /// Who hears of the streams of a lane of one of its sessions.
    StreamWatch watch(long session, int lane);

    void arrived(Session session, Arrival arrival);

    void received(Session session, byte[] message);

    void ended(Session session, End end);
}
