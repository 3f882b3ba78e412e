package org.nettunnel.api.admin.upkeep;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/// Changes settings: all or none.
///
/// @param values by key, texts or whole numbers; null or an empty text for what is usual
public record SettingsRequest(@Nullable Map<String, @Nullable Object> values) {}
