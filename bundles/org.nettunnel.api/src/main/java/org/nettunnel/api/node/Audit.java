package org.nettunnel.api.node;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/// Who changed what: entries that are only ever added, each bound to the one before by its hash.
///
/// Never holds a secret: who notes something says names, ids and figures only.
/// **Threads:** safe for any; entries get their numbers one after another.
public interface Audit {
    /// Whom the node notes as the one who did something where no person did.
    String NODE = "node";

    /// Writes an entry down; when this returns it is on the disk.
    ///
    /// @throws IOException when it is not; then what was to be noted must not be done
    Entry note(Draft draft) throws IOException;

    /// The newest first.
    Page entries(Query query) throws IOException;

    /// Reads all of it and says whether anything was changed, removed or put in another order.
    ///
    /// @param expected the hash of an entry that was written down elsewhere, which must be there; null for none
    Verdict verify(@Nullable String expected) throws IOException;

    /// Tells of each entry from now on, on the thread that noted it: a listener does nothing that takes time.
    Subscription listen(Consumer<Entry> listener);

    /// Ends when it is closed.
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /// What is to be noted.
    ///
    /// @param user   who does it; `-` for a stranger
    /// @param from   address it came from; `-` for none
    /// @param action such as `POST /tunnels/{id}/stop`
    /// @param object id or name of what it is about; empty for none
    /// @param before what the object was, in a few words; null where it was not, or nothing can be told
    /// @param after  what it is now
    /// @param result `asked`, `done`, or `refused: …`
    record Draft(String user, String from, String action, String object, @Nullable String before, @Nullable String after, String result) {
        public Draft(String user, String from, String action, String object, String result) {
            this(user, from, action, object, null, null, result);
        }

        /// The same with what the object was and is.
        public Draft with(@Nullable String newBefore, @Nullable String newAfter) {
            return new Draft(user, from, action, object, newBefore, newAfter, result);
        }
    }

    /// @param seq  counts from 1 without a gap
    /// @param hash SHA-256 over the hash before it and the entry, in hex
    record Entry(long seq, Instant at, String user, String from, String action, String object, @Nullable String before,
            @Nullable String after, String result, String hash) {}

    /// @param before only entries with a lower number; 0 for the newest
    /// @param limit  at most so many
    /// @param filter text that one of the entry's fields has in it, whatever its case; empty for all
    record Query(long before, int limit, String filter) {}

    /// @param next `before` of the next page; 0 at the end
    record Page(List<Entry> entries, long next) {}

    /// @param intact   whether there is no problem
    /// @param entries  how many there are
    /// @param first    number of the oldest; older ones went with their file when it was their turn
    /// @param last     number of the newest; 0 for none
    /// @param head     hash of the newest
    /// @param problems a sentence each, with file and line
    record Verdict(boolean intact, long entries, long first, long last, String head, List<String> problems) {}
}
