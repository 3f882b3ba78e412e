package org.nettunnel.api.admin.peer;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.TunnelChange;

/// Tries a change of a tunnel out: it is taken back by itself unless it is confirmed in time.
///
/// @param change  as in a change that stays; null for none
/// @param stop    whether to stop the tunnel; null for no
/// @param seconds until it is taken back, 10 to 3600; null for 60
/// @param apply   whether to do it; null or false only says what would become of the tunnel
public record TrialRequest(@Nullable TunnelChange change, @Nullable Boolean stop, @Nullable Long seconds, @Nullable Boolean apply) {}
