package org.nettunnel.api.provisioning;

import java.time.Instant;

/// An order under way.
///
/// @param order what it is, for people: `install org.nettunnel.compression.zstd`
public record Work(String id, String order, Instant since, State state) {
    public sealed interface State {
        record Waiting() implements State {}

        /// @param step    what is being done, for people
        /// @param percent of the whole, 0 to 99
        record Running(String step, int percent) implements State {}

        /// @param sentence     what was done
        /// @param needsRestart whether it takes effect at the node's next start
        record Done(Instant at, String sentence, boolean needsRestart) implements State {}

        /// Nothing was changed.
        ///
        /// @param sentence      the value and the remedy
        /// @param isForceable   whether the same with `force` would be done
        record Failed(Instant at, String sentence, boolean isForceable) implements State {}

        /// Ended on request, before it changed anything.
        record Cancelled(Instant at) implements State {}
    }
}
