package org.nettunnel.api.tunnel;

import java.nio.channels.SocketChannel;
import java.util.List;

/// The tunnel engine: keeps tunnels up and carries streams.
///
/// **Threads:** safe for any.
public interface Tunnels {
    /// Makes the running tunnels equal to `configs`: starts, stops and changes what differs and touches nothing else.
    void apply(List<TunnelConfig> configs);

    List<TunnelState> states();

    /// Carries a connection to the other end; from this call on the engine owns `edge`, also when it throws.
    ///
    /// @param edge connected, in blocking mode
    /// @throws StreamRefused when the tunnel is down or full; the edge was reset
    void open(StreamOffer offer, SocketChannel edge, StreamObserver observer) throws StreamRefused;

    List<StreamState> streams();

    /// Ends one stream; both applications see a reset.
    ///
    /// @return false when there is no such stream (any more)
    boolean reset(String streamId, CloseCode code);

    /// Ends every stream of an endpoint; both applications see a reset.
    void resetStreams(EndpointId endpoint, CloseCode code);

    /// Sends a message to the other end over the control stream, in order.
    ///
    /// @param json at most 1 MiB; kept for the peer only while the tunnel is established
    /// @return false when the tunnel is not established: the message was not sent
    boolean send(TunnelId tunnel, byte[] json);
}
