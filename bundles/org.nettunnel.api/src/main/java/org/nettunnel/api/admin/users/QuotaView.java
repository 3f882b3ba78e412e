package org.nettunnel.api.admin.users;

import org.jspecify.annotations.Nullable;

/// How much a limited user may have at once; null is no bound.
public record QuotaView(@Nullable Integer endpoints, @Nullable Integer connections, @Nullable Long bytesPerSecond) {}
