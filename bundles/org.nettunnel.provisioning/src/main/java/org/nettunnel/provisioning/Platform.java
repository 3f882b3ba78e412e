package org.nettunnel.provisioning;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.nettunnel.provisioning.metadata.BundleName;
import org.nettunnel.provisioning.metadata.Core;
import org.nettunnel.provisioning.trust.SiteRefused;

/// The running platform, as far as its features can be changed.
///
/// **Threads:** one changes, any reads.
public interface Platform {
    /// A feature of which there is a verified copy.
    ///
    /// @param id     with `.feature`
    /// @param folder a whole site, that was checked
    record Wanted(String id, String version, Path folder) {}

    /// What belongs to the node itself.
    Core core() throws IOException;

    /// Version of the node itself, as an installation has it.
    String coreVersion() throws IOException;

    /// Installs, replaces and removes until exactly these optional features are there, in the running framework and for its next start.
    ///
    /// @throws SiteRefused when they do not fit together, or would change more than optional features
    /// @throws IOException when it failed in the middle; the same with what was there before brings that back
    void become(List<Wanted> features) throws SiteRefused, IOException;

    /// Finds out what another core takes, and writes what p2 is to know of it when it runs.
    ///
    /// @param features that must fit it too
    /// @param home     folder of the new installation
    /// @return its bundles
    /// @throws SiteRefused when it does not fit this Java, or the features do not fit it
    List<BundleName> prepare(Wanted core, List<Wanted> features, Path home) throws SiteRefused, IOException;

    /// Ids of those that are in the framework and can work; the others are missing from the list.
    List<Long> bundles(List<BundleName> names);

    /// Ids of all bundles.
    List<Long> bundles();
}
