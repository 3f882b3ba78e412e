package org.nettunnel.api.tunnel;

import java.util.List;

/// What this node would rather use, of what bundles offer.
///
/// @param suites              names of suites, the best first; those not named follow by their own rank. The end that dials decides
/// @param compressions        likewise
/// @param allowInsecureLegacy whether a legacy cipher may carry records alone, with a MAC; it does only where the other end allows it too
public record Preference(List<String> suites, List<String> compressions, boolean allowInsecureLegacy) {
    public static final Preference NONE = new Preference(List.of(), List.of(), false);

    public Preference {
        suites = List.copyOf(suites);
        compressions = List.copyOf(compressions);
    }
}
