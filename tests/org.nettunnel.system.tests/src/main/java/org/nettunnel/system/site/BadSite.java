package org.nettunnel.system.site;

import java.util.List;

/// A site that a node must refuse.
///
/// @param name  what is wrong, for people
/// @param names what the sentence has to name; any one of them
/// @param draft of it
public record BadSite(String name, List<String> names, SiteDraft draft) {
    static BadSite of(String name, String names, SiteDraft draft) {
        return new BadSite(name, List.of(names.split("\\|")), draft);
    }

    @Override
    public String toString() {
        return name;
    }
}
