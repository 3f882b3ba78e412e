package org.nettunnel.tunnel.link;

import org.nettunnel.api.tunnel.CloseCode;

/// What a lane tells its session.
///
/// **Threads:** called on the lane's loop: returns at once.
public interface LaneOwner {
    /// The peer opens a stream: somebody must accept or refuse it.
    void arrived(Arrival arrival);

    /// A whole message of the control stream.
    void received(byte[] message);

    /// The first record of the link was opened: the peer has the keys.
    void proved(Link link);

    /// The peer will take no new streams; those that are may end by themselves when `code` is SHUTTING_DOWN.
    void goAway(CloseCode code);

    /// The link is over; called once.
    void ended(Link link, CloseCode code, String reason);
}
