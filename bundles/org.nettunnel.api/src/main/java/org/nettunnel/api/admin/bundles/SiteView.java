package org.nettunnel.api.admin.bundles;

import java.time.Instant;
import java.util.List;

/// An update site as people see it.
///
/// @param id         what its index calls it
/// @param location   folder or zip at the node, or `https:` URL
/// @param signer     fingerprint (SHA-256) of the certificate that signed it
/// @param signerName subject of that certificate
/// @param version    of the index; it only grows
/// @param expires    of the index
/// @param problem    why it could not be used the last time; empty otherwise
/// @param features   what its index lists; empty where it was not read
public record SiteView(String id, String location, String signer, String signerName, long version, Instant expires, String problem,
        List<Listed> features) {
    /// @param id without `.feature`
    public record Listed(String id, String version, String label) {}

    public record Page(List<SiteView> sites) {}
}
