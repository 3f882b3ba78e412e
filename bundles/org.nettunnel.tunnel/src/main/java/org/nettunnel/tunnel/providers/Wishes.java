package org.nettunnel.tunnel.providers;

import java.util.List;
import java.util.Set;

/// What the administrator would rather use of one kind, and what is being taken out of use.
///
/// @param names       the best first; what is not named follows by form and rank
/// @param allowsAlone whether a suite of [Candidate.Form#ALONE] may be offered
/// @param retired     bundles whose services are not offered any more, though they are still there
record Wishes(List<String> names, boolean allowsAlone, Set<Long> retired) {
    static final Wishes NONE = new Wishes(List.of(), false, Set.of());

    Wishes {
        names = List.copyOf(names);
        retired = Set.copyOf(retired);
    }

    /// Its place among the names; behind all of them where it is not named.
    int place(String name) {
        int place = names.indexOf(name);
        return place < 0 ? names.size() : place;
    }
}
