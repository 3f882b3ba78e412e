package org.nettunnel.api.admin.bundles;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// What is installed together, as people see it.
///
/// @param id       such as `org.nettunnel.compression.zstd`
/// @param core     whether it belongs to the node itself: it is updated only, and needs a restart
/// @param signer   fingerprint of the certificate that signed it; null for what came with the installation
/// @param provides names of the suites and compressions that it offers
/// @param note     of the core, what is ready for the next start, or did not come up at the last; empty otherwise
public record FeatureView(String id, String label, String version, boolean core, @Nullable String signer, List<String> provides, String note) {
    /// One of which there is nothing more to say.
    public FeatureView(String id, String label, String version, boolean core, @Nullable String signer, List<String> provides) {
        this(id, label, version, core, signer, provides, "");
    }

    public record Page(List<FeatureView> features) {}
}
