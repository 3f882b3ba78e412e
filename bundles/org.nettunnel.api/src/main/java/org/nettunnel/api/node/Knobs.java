package org.nettunnel.api.node;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// The settings of this node, with what is usual and what each is for.
///
/// **Threads:** safe for any; changes are made one after another.
public interface Knobs {
    /// Names by which browsers reach the node, with commas between.
    String NAMES = "node.names";

    /// All there are, in the order of their keys.
    List<Setting> settings();

    /// Changes some of them: all or none.
    ///
    /// @param values by key, texts or whole numbers; null for what is usual
    /// @return all there are
    /// @throws RequestRefused with the key, the value and what it may be; nothing was changed then
    List<Setting> set(Map<String, @Nullable Object> values) throws RequestRefused, IOException;

    /// @param key          section and key, such as `http.port`
    /// @param value        what was chosen; null where nothing was
    /// @param byDefault    what holds without a choice; empty for none
    /// @param range        what it may be, in words
    /// @param choices      what it may be, where it is one of a few words; else empty
    /// @param explained    what it is for, in one sentence
    /// @param needsRestart whether a change counts from the next start only
    /// @param waits        whether it was changed, and the node was not restarted since
    /// @param override     the system property that wins over the choice; null for none
    record Setting(String key, @Nullable String value, String byDefault, String range, List<String> choices, String explained, boolean needsRestart,
            boolean waits, @Nullable String override) {}
}
