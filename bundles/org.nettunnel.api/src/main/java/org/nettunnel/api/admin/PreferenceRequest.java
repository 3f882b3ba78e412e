package org.nettunnel.api.admin;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// Changes what the node would rather use; null for what is to stay.
///
/// @param suites              names, the best first; none for the usual order
/// @param compressions        likewise
/// @param allowInsecureLegacy whether a legacy cipher may carry records alone, where the other end allows it too
public record PreferenceRequest(@Nullable List<String> suites, @Nullable List<String> compressions, @Nullable Boolean allowInsecureLegacy) {}
