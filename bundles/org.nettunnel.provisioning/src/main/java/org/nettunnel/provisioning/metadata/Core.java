package org.nettunnel.provisioning.metadata;

import java.util.Set;

/// What belongs to the node itself, and is neither replaced nor changed by an optional feature.
///
/// @param units    ids of all that p2 counts as installed of it
/// @param packages that its bundles and the JDK offer
public record Core(Set<String> units, Set<String> packages) {
    public Core {
        units = Set.copyOf(units);
        packages = Set.copyOf(packages);
    }
}
