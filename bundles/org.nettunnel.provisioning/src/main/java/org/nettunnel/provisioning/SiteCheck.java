package org.nettunnel.provisioning;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

import org.nettunnel.api.crypto.Fingerprint;
import org.nettunnel.api.provisioning.Provisioning;
import org.nettunnel.api.provisioning.Site;
import org.nettunnel.api.provisioning.SiteIndex;
import org.nettunnel.provisioning.disk.Durable;
import org.nettunnel.provisioning.metadata.Core;
import org.nettunnel.provisioning.metadata.SiteMetadata;
import org.nettunnel.provisioning.site.SignedIndex;
import org.nettunnel.provisioning.site.SiteCopy;
import org.nettunnel.provisioning.site.SiteLocation;
import org.nettunnel.provisioning.site.SiteSource;
import org.nettunnel.provisioning.trust.SiteRefused;

/// Looks at a whole site with a node's eyes, but without a node: `nettunnel site check` loads this class by its name.
///
/// What only a node knows it does not check: whether the index is older than one that was seen, and what belongs to the core.
public final class SiteCheck {
    private SiteCheck() {}

    /// @param signer the one that counts; empty to find out who it is
    /// @throws IOException with a sentence that says why no node would use the site
    public static Map.Entry<Site, SiteIndex> check(String location, String signer, Instant now) throws IOException {
        Path room = Files.createTempDirectory("nettunnel-site");
        try (SiteSource source = SiteLocation.of(location).open()) {
            SignedIndex signed = SignedIndex.fetch(source, room.resolve(SiteIndex.FILE), signer.isEmpty() ? null : new Fingerprint(signer), now);
            SiteCopy copy = SiteCopy.fetch(source, room, signed, now, (_, _) -> {});
            SiteIndex index = copy.index();
            // the core is what the rules for optional features protect, and is bound by those of reading alone
            boolean isCore = index.features().stream().anyMatch(feature -> feature.id().equals(Provisioning.CORE + ".feature"));
            if (isCore) SiteMetadata.checkCore(room, index);
            else SiteMetadata.check(room, index, new Core(Set.of(), Set.of()));
            return Map.entry(new Site(index.site(), location, signed.signer().fingerprint(), signed.signer().name(), index.version(), index.expires(), ""), index);
        } catch (SiteRefused refused) {
            throw new IOException(refused.getMessage());
        } finally {
            Durable.remove(room);
        }
    }
}
