package org.nettunnel.api.admin.bundles;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// What is installed together, as people see it.
///
/// @param id       such as `org.nettunnel.compression.zstd`
/// @param core     whether it belongs to the node itself: it is updated only, and needs a restart
/// @param signer   fingerprint of the certificate that signed it; null for what came with the installation
/// @param provides names of the suites and compressions that it offers
public record FeatureView(String id, String label, String version, boolean core, @Nullable String signer, List<String> provides) {
    public record Page(List<FeatureView> features) {}
}
