package org.nettunnel.tunnel;

import java.time.Duration;

import org.nettunnel.tunnel.wire.LinkSettings;

/// Knobs of the engine.
///
/// @param loops       event loops, each with a thread of its own
/// @param lanes       links that a session of an outbound tunnel keeps, 1 to 8, each on a loop
/// @param link        knobs of the data path
/// @param dialTimeout for the way to a peer, the handshake not counted
/// @param redial      when to dial again
/// @param farewell    how long streams may go on when the node stops
public record TunnelSettings(int loops, int lanes, LinkSettings link, Duration dialTimeout, Redial redial, Duration farewell) {
    public TunnelSettings {
        if (loops < 1 || loops > 64) throw new IllegalArgumentException("loops " + loops + " is not in 1..64");
        if (lanes < 1 || lanes > SessionLanes.MOST)
            throw new IllegalArgumentException("lanes " + lanes + " is not in 1.." + SessionLanes.MOST);
    }

    /// With the usual number of lanes.
    public TunnelSettings(int loops, LinkSettings link, Duration dialTimeout, Redial redial, Duration farewell) {
        this(loops, usual(), link, dialTimeout, redial, farewell);
    }

    /// One a core, at most two.
    private static int usual() {
        return Math.min(2, Runtime.getRuntime().availableProcessors());
    }

    public static TunnelSettings defaults() {
        return new TunnelSettings(usual(), usual(), LinkSettings.defaults(), Duration.ofSeconds(10), Redial.standard(), Duration.ofSeconds(3));
    }
}
