package org.nettunnel.api.provisioning;

import java.time.Instant;
import java.util.List;

import org.nettunnel.api.crypto.Fingerprint;

/// An update site.
///
/// @param id          what its index calls it, such as `org.nettunnel.compression.zstd`
/// @param signer      SHA-256 of the certificate that signed it
/// @param signerName  subject of that certificate, for people
/// @param version     of the index; it only grows
/// @param expires     of the index
/// @param problem     why it could not be used the last time; empty otherwise
/// @param features    what its index lists, ids without `.feature`; empty where it was not read
public record Site(String id, String location, Fingerprint signer, String signerName, long version, Instant expires, String problem,
        List<SiteIndex.Listed> features) {
    public Site {
        features = List.copyOf(features);
    }

    /// One whose index was not read.
    public Site(String id, String location, Fingerprint signer, String signerName, long version, Instant expires, String problem) {
        this(id, location, signer, signerName, version, expires, problem, List.of());
    }
}
