package org.nettunnel.api.admin.peer;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// What a change makes of a tunnel, and how its trial stands.
///
/// @param tunnel         its name, as it is with the change
/// @param changes        each thing that is another
/// @param cutsLinks      whether the tunnel's links are cut and dialled anew; its streams wait for them
/// @param stops          whether its streams end
/// @param isRisky        whether it may cut off a tunnel that is up now, or who asks: better made on trial
/// @param cutsOff        whether who asks came through the tunnel and cannot confirm it that way any more
/// @param explained      what becomes of the tunnel, in a sentence or two
/// @param until          when it is taken back; null while it is only a plan
/// @param mayBeConfirmed whether a link was made the new way, where there is to be one
public record TrialView(String tunnel, List<Change> changes, boolean cutsLinks, boolean stops, boolean isRisky, boolean cutsOff, String explained,
        @Nullable Instant until, boolean mayBeConfirmed) {
    public TrialView {
        changes = List.copyOf(changes);
    }

    /// @param field  as in [org.nettunnel.api.admin.TunnelView]
    /// @param before for people
    public record Change(String field, String before, String after) {}
}
