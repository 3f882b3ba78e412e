package org.nettunnel.api.provisioning;

import java.time.Instant;
import java.util.List;

/// What an update site holds: the signed file `index.jar` has it as its one entry, `nettunnel-site.json`.
///
/// The jar is signed as the bundles are, by the one signer of the site. What is not listed here does not exist for a node.
///
/// @param format   1
/// @param site     id of the site, for as long as it lives
/// @param version  grows with every index; a node never takes one that is older than the newest it saw
/// @param expires  when it is no longer to be believed: who serves an old site for ever is found out
/// @param files    each file of the site but `index.jar`, the p2 metadata included, by path
/// @param features ids (`….feature`) and versions of what may be installed
public record SiteIndex(int format, String site, long version, Instant created, Instant expires, List<File> files, List<Listed> features) {
    public static final String FILE = "index.jar";
    public static final String ENTRY = "nettunnel-site.json";
    public static final int FORMAT = 1;

    /// @param path   relative, with `/`
    /// @param sha256 64 lower-case hex digits
    public record File(String path, String sha256, long size) {}

    /// @param label for people
    public record Listed(String id, String version, String label) {}
}
