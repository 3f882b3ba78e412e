package org.nettunnel.provisioning;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.Fingerprint;
import org.nettunnel.api.provisioning.Site;
import org.nettunnel.api.provisioning.SiteIndex;
import org.nettunnel.provisioning.KeptSites.KeptSite;
import org.nettunnel.provisioning.disk.Durable;
import org.nettunnel.provisioning.site.SignedIndex;
import org.nettunnel.provisioning.site.SiteCopy;
import org.nettunnel.provisioning.site.SiteLocation;
import org.nettunnel.provisioning.site.SiteSource;
import org.nettunnel.provisioning.trust.SiteRefused;

/// Reads update sites; each time anew, and only as their confirmed signers have them.
///
/// **Threads:** any.
final class Sites {
    private final Shelf shelf;
    private final KeptSites kept;
    private final InstantSource clock;
    /// Why a site could not be used the last time, by its id.
    private final Map<String, String> problems = new ConcurrentHashMap<>();

    Sites(Shelf shelf, KeptSites kept, InstantSource clock) {
        this.shelf = shelf;
        this.kept = kept;
        this.clock = clock;
    }

    List<Site> all() {
        return kept.all().stream().map(this::shown).toList();
    }

    Site look(String location) throws SiteRefused, IOException {
        SignedIndex seen = read(location, null);
        return new Site(seen.index().site(), location, seen.signer().fingerprint(), seen.signer().name(), seen.index().version(), seen.index().expires(), "", seen.index().features());
    }

    Site add(String location, Fingerprint signer) throws SiteRefused, IOException {
        SignedIndex seen = read(location, signer);
        kept.saw(seen);
        KeptSite site = kept.add(location, seen);
        problems.remove(site.id());
        return shown(site);
    }

    boolean remove(String id) throws IOException {
        problems.remove(id);
        return kept.remove(id);
    }

    /// A site's index as it is now; what is wrong with it is remembered too.
    SiteIndex index(KeptSite site) throws SiteRefused, IOException {
        try {
            return check(site, read(site.location(), site.signer())).index();
        } catch (SiteRefused | IOException refused) {
            problems.put(site.id(), WorkQueue.sentence(refused));
            throw refused;
        }
    }

    String problem(String id) {
        return problems.getOrDefault(id, "");
    }

    /// Fetches a whole site to an empty folder; every file is checked against the index, every jar's signature too.
    SiteCopy fetch(KeptSite site, Path folder, BiConsumer<String, Integer> progress) throws SiteRefused, IOException {
        try (SiteSource source = SiteLocation.of(site.location()).open()) {
            SignedIndex seen = check(site, SignedIndex.fetch(source, folder.resolve(SiteIndex.FILE), site.signer(), clock.instant()));
            return SiteCopy.fetch(source, folder, seen, clock.instant(), progress);
        }
    }

    private SignedIndex check(KeptSite site, SignedIndex seen) throws SiteRefused, IOException {
        if (!seen.index().site().equals(site.id()))
            throw new SiteRefused("at " + site.location() + " there is the site " + seen.index().site() + " now, not " + site.id() + "; add it if that is meant");
        kept.saw(seen);
        problems.remove(site.id());
        return seen;
    }

    private SignedIndex read(String location, @Nullable Fingerprint signer) throws SiteRefused, IOException {
        Path folder = shelf.stage();
        try (SiteSource source = SiteLocation.of(location).open()) {
            return SignedIndex.fetch(source, folder.resolve(SiteIndex.FILE), signer, clock.instant());
        } finally {
            Durable.remove(folder);
        }
    }

    private Site shown(KeptSite site) {
        return new Site(site.id(), site.location(), site.signer(), site.signerName(), site.version(), site.expires(), problem(site.id()));
    }
}
