package org.nettunnel.api.tunnel;

import java.util.Map;

/// How near to its limits the engine is, over all tunnels.
///
/// @param refused       how often a limit refused or ended something since the node started, by the limit: `streams`, `unanswered`, `memory`,
///                      `handshakes`; those that did
/// @param reservedBytes memory that streams hold now, by what for: `waiting` for slow local sockets, `growth` of windows that was promised
/// @param replayBytes   bytes that were sent and are kept until the peer has delivered them
/// @param errors        links, sessions and handshakes of peers that this end gave up because of what they sent, by the name of the [CloseCode] in
///                      lower case, such as `protocol`; those that did
/// @param compressed    what travelled compressed since the node started
public record EngineLoad(Map<String, Long> refused, Map<String, Long> reservedBytes, long replayBytes, Map<String, Long> errors, Compressed compressed) {
    public static final EngineLoad NONE = new EngineLoad(Map.of(), Map.of(), 0, Map.of(), new Compressed(0, 0, 0, 0));

    /// Bytes of streams' frames that travelled compressed, as applications know them (plain) and as they were on wires.
    public record Compressed(long sentPlain, long sentWire, long receivedPlain, long receivedWire) {}


    public EngineLoad {
        refused = Map.copyOf(refused);
        reservedBytes = Map.copyOf(reservedBytes);
        errors = Map.copyOf(errors);
    }
}
