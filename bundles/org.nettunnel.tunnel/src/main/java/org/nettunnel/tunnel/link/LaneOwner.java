package org.nettunnel.tunnel.link;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.wire.PeerTally;

/// What a lane tells its session.
///
/// **Threads:** called on the lane's loop: returns at once.
public interface LaneOwner {
    /// What the peer did and holds on all lanes of the session; the same each time, from any thread.
    PeerTally tally();

    /// The peer opens a stream: somebody must accept or refuse it.
    void arrived(Lane lane, Arrival arrival);

    /// A limit was reached, and a stream refused or ended because of it.
    ///
    /// @param limit which: `streams`, `unanswered` or `memory`
    default void limited(Lane lane, String limit, String reason) {}

    /// A whole message of the control stream.
    void received(byte[] message);

    /// The first record of the link was opened: the peer has the keys.
    void proved(Lane lane, Link link);

    /// Both directions of the link have new keys, and perhaps another suite.
    default void rekeyed(Lane lane, Link link) {}

    /// The link is over and the streams wait for another; called once a link, but not for one that a newer link took over from.
    ///
    /// @param code why, when it was not just the wire: 7, 8 or 9; 10 when the peer had said that it drains; else SESSION_GONE
    void lost(Lane lane, Link link, CloseCode code, String reason);

    /// The session is over: the streams of this lane were reset, those of the others are for the session to end. Called once.
    ///
    /// @param link   the present one; null when there was none
    /// @param byPeer whether the code came in a GOAWAY
    void failed(Lane lane, @Nullable Link link, CloseCode code, String reason, boolean byPeer);

    /// The peer drains: it will take no new streams; those that are may end by themselves. Said again on each link.
    void goAway(Lane lane, CloseCode code);

    /// It is drained, by whichever side: there is a link, and no stream is left. Called once.
    void drained(Lane lane);

    /// There was no link for the grace time: the streams were reset with 11. Ids and tombstones stay, and a link may still come.
    void expired(Lane lane);

    /// Who watches the streams of a lane: nobody, most of the time.
    ///
    /// **Threads:** called on the lane's loop: returns at once.
    interface StreamWatch {
        StreamWatch NOBODY = new StreamWatch() {
            @Override
            public boolean isOn() {
                return false;
            }

            @Override
            public void opened(StreamFacts stream) {}

            @Override
            public void ended(StreamFacts stream, CloseCode code, String reason) {}
        };

        /// Whether somebody does; only then is it told.
        boolean isOn();

        void opened(StreamFacts stream);

        void ended(StreamFacts stream, CloseCode code, String reason);
    }
}
