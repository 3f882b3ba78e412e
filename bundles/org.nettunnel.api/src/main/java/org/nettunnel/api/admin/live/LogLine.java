package org.nettunnel.api.admin.live;

import java.time.Instant;
import java.util.List;

/// A line of the node's log.
///
/// @param level `error`, `warning`, `info`, `debug` or `trace`
public record LogLine(Instant at, String level, String logger, String text) {
    /// The newest last.
    public record Page(List<LogLine> lines) {}
}
