package org.nettunnel.api.admin.live;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.StreamView;

/// A stream opened or ended.
///
/// Of one that did both within a moment only the end is told.
///
/// @param what   `opened` or `ended`
/// @param code   how it ended, such as `normal` or `target_refused`; null when it opened
/// @param reason the same as a sentence; empty when it opened
public record StreamEvent(String what, StreamView stream, @Nullable String code, String reason) {}
