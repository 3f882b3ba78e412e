package org.nettunnel.api.tunnel;

/// Hears of tunnels; a service, any number of them.
///
/// **Threads:** called in order for each tunnel, on a virtual thread; may block.
public interface TunnelListener {
    /// A session began: nothing of an older one is left.
    void established(TunnelId tunnel);

    /// The session is over; a link that is lost within one is not told.
    void lost(TunnelId tunnel, String reason);

    /// A message of the peer over the control stream.
    void received(TunnelId tunnel, byte[] json);
}
