package org.nettunnel.api.provisioning;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.Fingerprint;
import org.nettunnel.api.node.RequestRefused;

/// Installs, updates and removes features in the running node, from update sites whose signers an administrator confirmed.
///
/// **Threads:** safe for any; works run one after another on a thread of their own.
public interface Provisioning {
    /// The feature that is the node itself.
    String CORE = "org.nettunnel.node";

    /// Optional features that are installed, and the core.
    List<Feature> installed();

    List<Site> sites();

    /// Reads a site's index and says who signed it; nothing is kept and nobody trusted.
    ///
    /// @param location folder or zip (absolute path or `file:` URL), or `https:` URL
    Site look(String location) throws RequestRefused, IOException;

    /// Adds a site, or renews its signer.
    ///
    /// @param signer as [#look] said and the administrator confirmed; the site must be signed by it now
    Site add(String location, Fingerprint signer) throws RequestRefused, IOException;

    void remove(String siteId) throws RequestRefused, IOException;

    /// What the sites offer; each is read and checked anew. A site that cannot be read or is refused is told of in its [Site#problem].
    Found search() throws IOException;

    /// Begins a work; at most one runs, the others wait, at most 16.
    Work begin(Order order) throws RequestRefused;

    /// Those that run and wait, and the last 32 that ended, the newest first.
    List<Work> works();

    Optional<Work> work(String id);

    /// Ends a work that waits, or that has changed nothing yet; it ends at its next safe point.
    ///
    /// @throws RequestRefused when it is over, or too late
    void cancel(String id) throws RequestRefused;

    /// What is to be done.
    sealed interface Order {
        /// @param version null for the newest
        record Install(String feature, @Nullable String version) implements Order {}

        /// @param feature null for all that are installed, the core excepted
        record Update(@Nullable String feature) implements Order {}

        /// @param force also where links are left without a common suite
        record Remove(String feature, boolean force) implements Order {}

        /// Back to what was installed before the last work that changed anything.
        ///
        /// @param feature the core, to go back to what the node itself was before its last update; null for all that is optional
        record RollBack(@Nullable String feature, boolean force) implements Order {
            public RollBack(boolean force) {
                this(null, force);
            }
        }
    }

    /// @param sites    with their problems
    /// @param features the newest first of each
    record Found(List<Site> sites, List<Offer> features) {}
}
