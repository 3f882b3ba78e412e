package org.nettunnel.tunnel;

import java.time.Duration;
import org.nettunnel.tunnel.wire.LinkSettings;


/// Knobs of the engine.
///
/// @param loops       event loops, each with a thread of its own
/// @param link        knobs of the data path
/// @param dialTimeout for the way to a peer, the handshake not counted
/// @param redial      when to dial again
/// @param farewell    how long streams may go on when the node stops
public record TunnelSettings(int loops, LinkSettings link, Duration dialTimeout, Redial redial, Duration farewell) {
    public TunnelSettings {
        if (loops < 1 || loops > 64) throw new IllegalArgumentException("loops " + loops + " is not in 1..64");
    }

    public static TunnelSettings defaults() {
        return new TunnelSettings(Math.min(2, Runtime.getRuntime().availableProcessors()), LinkSettings.defaults(), Duration.ofSeconds(10),
                Redial.standard(), Duration.ofSeconds(3));
    }
}
