package org.nettunnel.api.node;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelConfig.Outbound;
import org.nettunnel.api.tunnel.TunnelId;

/// Changes of tunnels that take themselves back, for who may cut off the way he came by: what a tunnel was is kept until the change is confirmed.
///
/// A change that nobody confirms in time is taken back, and so is one that a restart or a crash of the node finds unconfirmed. Meanwhile the
/// tunnel takes no other change.
/// **Threads:** safe for any.
public interface Trials {
    Duration SHORTEST = Duration.ofSeconds(10);
    Duration USUAL = Duration.ofSeconds(60);
    Duration LONGEST = Duration.ofHours(1);

    /// What a change would make of a tunnel; nothing is changed.
    Plan plan(TunnelId tunnel, Wish wish) throws RequestRefused;

    /// Makes the change, and tries it out: a moment later, so that an answer that goes through the tunnel gets out, its links are cut where they are
    /// to be made another way.
    ///
    /// @param time until it is taken back
    Trial begin(TunnelId tunnel, Wish wish, Duration time) throws RequestRefused, IOException;

    /// Empty while the tunnel is not on trial.
    Optional<Trial> of(TunnelId tunnel);

    /// Lets the change stand.
    ///
    /// @throws RequestRefused CONFLICT when there is none on trial, or the tunnel has no link yet that was made the new way
    TunnelConfig confirm(TunnelId tunnel) throws RequestRefused, IOException;

    /// Takes the change back now.
    ///
    /// @throws RequestRefused CONFLICT when there is none on trial
    TunnelConfig takeBack(TunnelId tunnel) throws RequestRefused, IOException;

    /// @param change what is to be another
    /// @param stop   whether the tunnel is to be stopped too
    record Wish(Node.Change change, boolean stop) {}

    /// Before and after.
    record Plan(TunnelConfig before, TunnelConfig after) {
        /// Whether the tunnel's links are cut, to be dialled another way; streams wait for the next ones.
        public boolean isRerouted() {
            return before.started() && after.started() && !before.route().equals(after.route()) && after.route() instanceof Outbound;
        }

        /// Whether the tunnel is so already.
        public boolean isNothing() {
            return before.equals(after);
        }

        /// Whether the tunnel's streams end.
        public boolean isStopped() {
            return before.started() && !after.started();
        }
    }

    /// @param until          when it is taken back
    /// @param mayBeConfirmed whether the tunnel is as it is to be: a link was made the new way, where it is to be dialled another way
    record Trial(Plan plan, Instant until, boolean mayBeConfirmed) {}
}
