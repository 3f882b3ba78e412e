package org.nettunnel.api.admin.bundles;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// A work on what is installed, as people see it.
///
/// @param order     what it is: `install org.nettunnel.compression.zstd`
/// @param state     `waiting`, `running`, `done`, `failed` or `cancelled`; the last two have changed nothing
/// @param step      what is being done; empty unless it is running
/// @param percent   of the whole: 0 before it runs, 100 when it is over
/// @param ended     null while it is not
/// @param sentence  what was done, or why it failed and what to do; empty before the end
/// @param restart   whether it takes effect at the node's next start
/// @param forceable whether the same with `force` would be done
public record WorkView(String id, String order, Instant since, String state, String step, int percent, @Nullable Instant ended, String sentence,
        boolean restart, boolean forceable) {
    public record Page(List<WorkView> works) {}

    /// Whether nothing will come of it any more.
    public boolean isOver() {
        return ended != null;
    }
}
