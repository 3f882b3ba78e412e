package org.nettunnel.api.admin;

import java.time.Instant;

/// The node is about to start anew.
///
/// @param started when it was started the last time: it is back when its status says another
/// @param same    whether it comes back in the same process; otherwise it ends with exit code 75, for its supervisor to start it again
public record RestartView(Instant started, boolean same) {}
