package org.nettunnel.api.admin;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// A cipher suite or a compression, as people see it.
///
/// @param feature   id of the feature it comes from; null where that is not known
/// @param state     `offered` to peers, `spare`, `testing` or `refused`
/// @param reason    why it is spare or was refused; empty otherwise
/// @param legacy    whether it is there for old peers and old habits only
/// @param preferred its place in the preference, from 1; 0 where it is not named there
/// @param links     live links that use it now
public record SuiteView(String name, @Nullable String feature, String state, String reason, boolean legacy, int preferred, int links) {
    /// All of them, the best first of each, those that were refused at the end.
    public record Page(List<SuiteView> suites, List<SuiteView> compressions, Preference preference) {}

    /// What the node would rather use.
    ///
    /// @param suites              names, the best first; the others follow by their own rank
    /// @param compressions        likewise
    /// @param allowInsecureLegacy whether a legacy cipher may carry records alone, where the other end allows it too
    public record Preference(List<String> suites, List<String> compressions, boolean allowInsecureLegacy) {}
}
