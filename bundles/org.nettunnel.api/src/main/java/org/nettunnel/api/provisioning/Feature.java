package org.nettunnel.api.provisioning;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.Fingerprint;

/// What is installed together.
///
/// @param id       such as `org.nettunnel.compression.zstd`: the feature's id without `.feature`
/// @param isCore   whether it belongs to the node itself: it is updated only, and needs a restart
/// @param bundles  ids of its bundles, as the framework numbers them
/// @param provides names of suites and compressions that it offers
/// @param note     of the core, what is ready for the next start, or did not come up at the last; empty otherwise
/// @param signer   null for what came with the installation
public record Feature(String id, String label, String version, boolean isCore, List<Long> bundles, List<String> provides, @Nullable Fingerprint signer, String note) {
    /// One of which there is nothing more to say.
    public Feature(String id, String label, String version, boolean isCore, List<Long> bundles, List<String> provides, @Nullable Fingerprint signer) {
        this(id, label, version, isCore, bundles, provides, signer, "");
    }

    public Feature {
        bundles = List.copyOf(bundles);
        provides = List.copyOf(provides);
    }
}
