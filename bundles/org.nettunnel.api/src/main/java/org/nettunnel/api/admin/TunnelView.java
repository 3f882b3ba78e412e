package org.nettunnel.api.admin;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// A tunnel as people see it.
///
/// @param direction `outbound` when this node dials, `inbound` when it is dialled
/// @param addresses where the peer is dialled; empty when inbound
/// @param transport configured when outbound, in use when established, else null
/// @param proxy     it is dialled through, without the password; `none`, or `environment` as the node's `https_proxy` says; null when inbound
/// @param status    `stopped`, `invited`, `connecting`, `established`, `interrupted` (no link just now, its streams wait), `waiting`,
///                  `disconnected` or `failed`
/// @param reason    why it is not established; empty otherwise
/// @param since     of the status, where known
/// @param until     when waiting, when it is dialled again; when interrupted, when its streams are given up; else null
/// @param attempt   at a link that is not there yet, from 1; 0 when none is made
/// @param peer      fingerprint of the pinned identity; null while an invite is unused
/// @param links     those it has now, one for each lane that has one, by lane
/// @param peerMay   what the other end may do here
/// @param trial     of a change that takes itself back; null when there is none
public record TunnelView(String id, String name, String direction, List<String> addresses, @Nullable String transport,
        @Nullable String proxy, String status, String reason, @Nullable Instant since, @Nullable Instant until, int attempt,
        @Nullable String peer, @Nullable String peerName, Outage outage, List<Link> links, Traffic traffic, History history, PeerMay peerMay, @Nullable OnTrial trial) {

    /// @param until          when the change is taken back unless it is confirmed
    /// @param mayBeConfirmed whether the tunnel is as it is to be
    public record OnTrial(Instant until, boolean mayBeConfirmed) {}

    /// @param configure change the tunnel's endpoints, and remove the tunnel at both ends
    /// @param call      pass on what people ask of this node who log in through the tunnel
    public record PeerMay(boolean configure, boolean call) {}

    /// How long this end waits while there is no link.
    ///
    /// @param graceSeconds    open streams
    /// @param patienceSeconds new connections
    public record Outage(long graceSeconds, long patienceSeconds) {}

    /// @param legacy          whether its suite is there for old peers and old habits only
    /// @param epoch           of its keys, 0 until they are changed the first time
    /// @param roundTripMillis smoothed; null until measured
    public record Link(int lane, String remote, String transport, String suite, boolean legacy, int epoch, @Nullable Double roundTripMillis, Instant since) {}

    /// Since the node started; bytes as they were on the wire.
    public record Traffic(long receivedBytes, long sentBytes, long openStreams, long totalStreams) {}

    /// How its links fared since the node started.
    ///
    /// @param established links that were established, those included that took up streams again
    /// @param failed      attempts that failed
    /// @param resumed     links that took up the streams of a lost one
    /// @param rekeyed     exchanges of new keys on running links
    /// @param lastReason  how the last link or attempt ended; empty before the first
    public record History(long established, long failed, long resumed, long rekeyed, String lastReason) {}

    /// @param next cursor of the page that follows; null at the end
    public record Page(List<TunnelView> tunnels, @Nullable String next) {
        /// All there are.
        public Page(List<TunnelView> tunnels) {
            this(tunnels, null);
        }
    }
}
