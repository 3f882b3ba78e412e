package org.nettunnel.api.admin.bundles;

import org.jspecify.annotations.Nullable;

/// Looks at an update site, or adds it.
///
/// @param location folder or zip at the node (an absolute path or a `file:` URL), or `https:` URL
/// @param signer   to add it: the fingerprint that was shown and that a person confirmed; null to look
public record SiteRequest(String location, @Nullable String signer) {}
