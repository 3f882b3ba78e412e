package org.nettunnel.provisioning.site;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

import org.nettunnel.provisioning.trust.SiteRefused;

/// Where the files of a site are read from, without believing any of it.
///
/// **Threads:** one.
public interface SiteSource extends Closeable {
    /// Copies a file; what was written of it when it fails is for the caller to remove.
    ///
    /// @param path   as [org.nettunnel.provisioning.trust.EntryName#checkFile] has it
    /// @param target does not exist
    /// @param most   bytes; a longer file is refused, at the latest when it has been read that far
    void copy(String path, Path target, long most) throws SiteRefused, IOException;
}
