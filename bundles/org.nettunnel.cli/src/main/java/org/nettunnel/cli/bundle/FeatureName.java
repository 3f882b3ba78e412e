package org.nettunnel.cli.bundle;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// What people call a feature: `compression.zstd` for `org.nettunnel.compression.zstd`.
final class FeatureName {
    static final String OURS = "org.nettunnel.";
    private static final String ENDING = ".feature";

    private FeatureName() {}

    /// The id that `typed` means among `ids`: itself, or else with `org.nettunnel.` before it.
    static Optional<String> find(String typed, Collection<String> ids) {
        String plain = typed.endsWith(ENDING) ? typed.substring(0, typed.length() - ENDING.length()) : typed;
        for (String id : List.of(typed, plain, OURS + plain)) if (ids.contains(id)) return Optional.of(id);
        return Optional.empty();
    }

    /// As short as it can be said.
    static String shortened(String id) {
        return id.startsWith(OURS) ? id.substring(OURS.length()) : id;
    }

    static String list(Collection<String> ids) {
        return ids.isEmpty() ? "none" : String.join(", ", ids.stream().map(FeatureName::shortened).distinct().sorted().toList());
    }
}
