package org.nettunnel.api.provisioning;

import java.time.Instant;

import org.nettunnel.api.crypto.Fingerprint;

/// An update site.
///
/// @param id          what its index calls it, such as `org.nettunnel.compression.zstd`
/// @param signer      SHA-256 of the certificate that signed it
/// @param signerName  subject of that certificate, for people
/// @param version     of the index; it only grows
/// @param expires     of the index
/// @param problem     why it could not be used the last time; empty otherwise
public record Site(String id, String location, Fingerprint signer, String signerName, long version, Instant expires, String problem) {}
