package org.nettunnel.api.admin.users;

import org.jspecify.annotations.Nullable;

/// Which access tokens of a user are revoked: one, or all.
///
/// @param token id of one; null with `all`
/// @param all   true for all he has; null or false with `token`
public record RevokeRequest(@Nullable String token, @Nullable Boolean all) {}
