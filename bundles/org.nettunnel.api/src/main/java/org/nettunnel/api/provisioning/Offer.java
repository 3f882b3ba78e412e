package org.nettunnel.api.provisioning;

/// A feature in a site.
///
/// @param site  id of the site
/// @param bytes of all artifacts of the feature
public record Offer(String id, String label, String version, String site, long bytes, State state) {
    /// Against what is installed.
    public enum State { NEW, NEWER, INSTALLED, OLDER }
}
