package org.nettunnel.api.admin.upkeep;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.node.Audit;

/// A page of the audit log, the newest first.
///
/// @param next `before` of the next page; null at the end
public record AuditView(List<Audit.Entry> entries, @Nullable Long next) {

    /// What a look through all of the log found.
    ///
    /// @param good     whether nothing was changed, removed or put in another order
    /// @param sentence the same for people
    /// @param entries  how many there are
    /// @param oldest   number of the oldest that is kept; 0 for none
    /// @param newest   number of the newest
    /// @param head     hash of the newest, to be written down elsewhere
    /// @param problems a sentence each
    public record Verdict(boolean good, String sentence, long entries, long oldest, long newest, String head, List<String> problems) {
        public static Verdict of(Audit.Verdict found) {
            String sentence = found.intact() ? "Nothing was changed: " + found.entries() + " entries follow one another without a gap."
                    : "The audit log was changed: " + String.join("; ", found.problems()) + ".";
            return new Verdict(found.intact(), sentence, found.entries(), found.first(), found.last(), found.head(), found.problems());
        }
    }
}
