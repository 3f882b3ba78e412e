package org.nettunnel.api.node;

import java.io.IOException;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.transport.Address;

/// Takes over what the original NetTunnel kept in its JSON files, of version 1 and of version 4.
///
/// **Threads:** safe for any.
public interface Originals {
    /// Says what of the files can be had here and what cannot, and with `apply` does it.
    ///
    /// @param reachedAt where peers reach this node, for the invites of its inbound tunnels; null where that is not known
    /// @throws RequestRefused for files that cannot be read at all; nothing was changed then
    Report take(List<Foreign> files, @Nullable Address reachedAt, boolean apply) throws RequestRefused, IOException;

    /// @param name of the file, for the report; what is in it is found out by looking
    record Foreign(String name, String content) {
        @Override
        public String toString() {
            return "Foreign[name=" + name + "]";
        }
    }

    /// @param carried how many lines say so
    record Report(List<Line> lines, int carried, int todo, int lost, boolean applied) {}

    /// One thing that was found.
    ///
    /// @param kind    `user`, `tunnel`, `endpoint`, `rules`, `setting` or `file`
    /// @param outcome `carried`, `todo` (by a person, as said) or `lost`
    /// @param command what does it; null for none
    /// @param invite  to hand over, of what was made; a secret
    record Line(String file, String kind, String name, String outcome, String sentence, @Nullable String command, @Nullable String invite) {
        public Line(String file, String kind, String name, String outcome, String sentence) {
            this(file, kind, name, outcome, sentence, null, null);
        }

        public Line with(String newCommand) {
            return new Line(file, kind, name, outcome, sentence, newCommand, invite);
        }

        @Override
        public String toString() {
            return "Line[" + kind + " " + name + ": " + outcome + "]";
        }
    }
}
