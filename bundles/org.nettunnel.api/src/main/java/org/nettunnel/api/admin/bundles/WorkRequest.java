package org.nettunnel.api.admin.bundles;

import org.jspecify.annotations.Nullable;

/// Asks for a work on what is installed.
///
/// @param kind    `install`, `update`, `remove` or `rollback`
/// @param feature its id, without `.feature`; null to update all; for `rollback` the core, or null for all else
/// @param version to install; null for the newest
/// @param force   `remove` and `rollback`: also where tunnels are left without a suite in common with their peer
public record WorkRequest(String kind, @Nullable String feature, @Nullable String version, @Nullable Boolean force) {}
