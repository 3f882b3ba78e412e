package org.nettunnel.api.tunnel;

import java.util.List;

/// A tunnel whose link would be left without a suite in common with its peer.
///
/// @param suites those that the peer has, as it last said
public record Stranded(TunnelId tunnel, String suite, List<String> suites) {
    public Stranded {
        suites = List.copyOf(suites);
    }
}
