package org.nettunnel.admin.diagnosis;

import java.time.Instant;

import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.Tunnels.Measures.OfStream;
import org.nettunnel.api.tunnel.Tunnels.Measures.Waits;
import org.nettunnel.api.tunnel.StreamState;

/// Measures that a test makes up.
final class Sample {
    private static final EndpointId ENDPOINT = EndpointId.random();

    private Sample() {}

    /// An open stream that moves bytes all the time and waited so long for its turn.
    static OfStream stream(long at, long turn) {
        var state = new StreamState("1-0-2", TwoEngines.TUNNEL, ENDPOINT, true, "127.0.0.1:7", "", "open", Instant.EPOCH, at, at);
        return new OfStream(state, 0, at, new Waits(0, 0, turn, 0, 0, 0), -1, true);
    }
}
