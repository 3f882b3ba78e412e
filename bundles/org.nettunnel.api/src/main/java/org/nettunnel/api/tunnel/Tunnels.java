package org.nettunnel.api.tunnel;

import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// The tunnel engine: keeps tunnels up and carries streams.
///
/// **Threads:** safe for any.
public interface Tunnels {
    /// Makes the running tunnels equal to `configs`: starts, stops and changes what differs and touches nothing else.
    /// Streams end where a tunnel is stopped or gets another key or peer; other ways to the same peer are for the links to come.
    void apply(List<TunnelConfig> configs);

    List<TunnelState> states();

    /// Carries a connection to the other end; from this call on the engine owns `edge`, also when it throws.
    ///
    /// While the tunnel has no link it waits for one, as long as the tunnel's [TunnelConfig.Outage#patience] says; it is reset when
    /// that is over, and the observer told.
    ///
    /// @param edge connected, in blocking mode
    /// @throws StreamRefused when the tunnel is stopped, full, or down and not to be waited for; the edge was reset
    void open(StreamOffer offer, SocketChannel edge, StreamObserver observer) throws StreamRefused;

    /// Cuts the tunnel's links, as a network would that fails: streams wait, and go on over the next links.
    ///
    /// @return how many were cut
    int cut(TunnelId tunnel);

    List<StreamState> streams();

    /// Where the time of a tunnel's streams goes; waits for its loops to say so.
    default Measures measures(TunnelId tunnel) {
        return Measures.NONE;
    }

    /// Tells `listener` of every stream that opens or ends from now on; while nobody listens that costs streams nothing.
    default StreamListener.Watch watch(StreamListener listener) {
        return () -> {};
    }

    /// Whether every event loop answers, within about a second.
    default boolean isAlive() {
        return true;
    }

    default EngineLoad load() {
        return EngineLoad.NONE;
    }

    /// Suites and compressions that bundles offer, the preferred first, those that were refused at the end.
    default List<Provider> provided() {
        return List.of();
    }

    /// From now on; links get new keys where it makes a difference. Nothing is taken away by it: what is not named follows by rank.
    void prefer(Preference preference);

    /// The tunnels that would be left without a suite in common with their peer if these bundles were gone. Without AES-256-GCM, which
    /// handshakes need, that is every tunnel that is started.
    List<Stranded> stranded(Set<Long> bundles);

    /// Takes what these bundles offer out of use while they are still there: links get new keys without it.
    ///
    /// What comes of the same bundles afterwards is not retired. While no suite in common is left nothing is asked of the peer; after 30 s
    /// without [#readmit] the links end.
    ///
    /// @return whether no link uses any of it any more; what is retired stays so until it is gone, or [#readmit] is called
    boolean retire(Set<Long> bundles, Duration patience) throws InterruptedException;

    /// Takes back [#retire].
    void readmit(Set<Long> bundles);

    /// Ends one stream; both applications see a reset.
    ///
    /// @return false when there is no such stream (any more)
    boolean reset(String streamId, CloseCode code);

    /// Ends every stream of an endpoint; both applications see a reset.
    void resetStreams(EndpointId endpoint, CloseCode code);

    /// Sends a message to the other end over the control stream, in order.
    ///
    /// @param json at most 1 MiB; it survives a lost link as streams do
    /// @return false when the tunnel has no session: the message was not sent
    boolean send(TunnelId tunnel, byte[] json);
}
