package org.nettunnel.api.tunnel;

import java.time.Instant;

/// One forwarded connection as admin shows it.
///
/// @param id            unique in this process; what [Tunnels#reset] takes. One that waits for the tunnel to take it, with a `q` in it, has another one afterwards
/// @param opener        whether the connection was accepted at this end
/// @param client        who connected, as text
/// @param target        what was dialled, as text; empty at the opener
/// @param state         `dialling`, `open`, `half-closed` or `closing`
/// @param receivedBytes bytes read from the local socket
/// @param sentBytes     bytes written to the local socket
/// @param squeezing     what of it travels compressed
public record StreamState(String id, TunnelId tunnel, EndpointId endpoint, boolean opener, String client, String target,
        String state, Instant since, long receivedBytes, long sentBytes, Squeezing squeezing) {
    /// Compression of one stream; each end decides for what it sends.
    ///
    /// @param with       what this end sends compressed with: a name, or `none`
    /// @param decision   why the frames of late went as they did, in a few words, such as `the link keeps up`
    /// @param plainBytes of frames that this end sent compressed; `wireBytes` is what became of them
    /// @param plainBytesReceived the same of frames that came compressed; `wireBytesReceived`
    public record Squeezing(String with, String decision, long plainBytes, long wireBytes, long plainBytesReceived, long wireBytesReceived) {
        public static final Squeezing NONE = new Squeezing("none", "off", 0, 0, 0, 0);
    }

    /// Nothing of it compressed.
    public StreamState(String id, TunnelId tunnel, EndpointId endpoint, boolean opener, String client, String target, String state, Instant since,
            long receivedBytes, long sentBytes) {
        this(id, tunnel, endpoint, opener, client, target, state, since, receivedBytes, sentBytes, Squeezing.NONE);
    }
}
