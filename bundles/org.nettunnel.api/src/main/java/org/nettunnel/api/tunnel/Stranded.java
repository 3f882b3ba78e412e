package org.nettunnel.api.tunnel;

import java.util.List;

/// A tunnel whose link would be left without a suite in common with its peer.
///
/// @param suite  of the link; AES-256-GCM where the next handshake would lack it
/// @param suites those that the peer has, as it last said; none where it has not said any
public record Stranded(TunnelId tunnel, String suite, List<String> suites) {
    public Stranded {
        suites = List.copyOf(suites);
    }
}
