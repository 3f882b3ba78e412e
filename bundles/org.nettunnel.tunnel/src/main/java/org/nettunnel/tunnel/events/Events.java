package org.nettunnel.tunnel.events;

/// Hears what happens to tunnels.
///
/// **Threads:** called from any, the loops among them; returns at once.
public interface Events {
    /// Tells nobody.
    Events NONE = _ -> {};

    void happened(TunnelEvent event);

    /// To the flight recorder, which costs next to nothing while nobody records.
    static Events recorded() {
        return new FlightEvents();
    }
}
