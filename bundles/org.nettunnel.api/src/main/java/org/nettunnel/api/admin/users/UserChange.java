package org.nettunnel.api.admin.users;

import org.jspecify.annotations.Nullable;

/// What is to be another of an account; null for what is to stay. Grants and quota are replaced whole.
public record UserChange(@Nullable String role, @Nullable Boolean disabled, @Nullable GrantsView grants, @Nullable QuotaView quota) {}
