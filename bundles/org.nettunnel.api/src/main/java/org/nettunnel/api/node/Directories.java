package org.nettunnel.api.node;

import java.nio.file.Path;

/// Where this node keeps its files; all exist and belong to it alone (mode 0700 where the system has modes).
///
/// @param config settings and the user's objects, which people copy and edit
/// @param data   what the node keeps for itself: certificate, keys, caches
/// @param logs   log files
public record Directories(Path config, Path data, Path logs) {}
