package org.nettunnel.api.tunnel;

/// A suite or compression that a bundle offers, and what the engine found out about it.
///
/// @param name     as peers negotiate it
/// @param bundle   id of the bundle it comes from, as the framework numbers them; -1 where that is not known
/// @param isLegacy whether it is there for old peers and old habits only
/// @param links    live links that use it now
public record Provider(Kind kind, String name, long bundle, Verdict verdict, boolean isLegacy, int links) {
    public enum Kind { SUITE, COMPRESSION }

    /// What came of the test at registration.
    public sealed interface Verdict {
        /// It is being tested, or waits for it.
        record Testing() implements Verdict {}

        /// It is offered to peers.
        record Offered() implements Verdict {}

        /// It is good; another of its name is preferred, it is being retired, or the administrator does not allow it.
        record Spare(String reason) implements Verdict {}

        /// It failed and is not used.
        record Refused(String reason) implements Verdict {}
    }
}
