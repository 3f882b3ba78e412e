package org.nettunnel.api.admin.upkeep;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// Asks what of the original's files can be taken over, or to do it.
///
/// @param address where peers reach this node, for the invites of its tunnels; null where that is not known
/// @param apply   null or false to be told only
public record ImportRequest(@Nullable List<@Nullable FileView> files, @Nullable String address, @Nullable Boolean apply) {

    /// One file.
    public record FileView(@Nullable String name, @Nullable String content) {
        @Override
        public String toString() {
            return "FileView[name=" + name + "]";
        }
    }
}
