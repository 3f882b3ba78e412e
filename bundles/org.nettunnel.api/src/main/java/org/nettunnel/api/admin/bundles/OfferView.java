package org.nettunnel.api.admin.bundles;

import java.util.List;

/// A feature that a site offers, as people see it.
///
/// @param bytes of all artifacts of the feature
/// @param state against what is installed: `new`, `newer`, `installed` or `older`
public record OfferView(String id, String label, String version, String site, long bytes, String state) {
    /// @param sites all of them, with their problems
    public record Page(List<SiteView> sites, List<OfferView> features) {}
}
