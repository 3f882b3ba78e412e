package org.nettunnel.api.admin;

import org.jspecify.annotations.Nullable;

/// How long this end of a tunnel waits while it has no link.
///
/// @param graceSeconds    how long open streams wait for a link, at most a day (usually 120); 0 ends them with the last link; null for what it is
/// @param patienceSeconds how long a new connection waits for one, not longer than the grace (usually 30); 0 refuses it at once; null for what it is
public record OutageRequest(@Nullable Long graceSeconds, @Nullable Long patienceSeconds) {}
