package org.nettunnel.provisioning;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.provisioning.Offer;
import org.nettunnel.api.provisioning.Provisioning;
import org.nettunnel.api.provisioning.SiteIndex;
import org.nettunnel.provisioning.KeptSites.KeptSite;
import org.nettunnel.provisioning.metadata.FeatureVersion;
import org.nettunnel.provisioning.trust.SiteRefused;

/// What all sites offer, against what is installed.
///
/// **Threads:** any.
final class Market {
    private static final String FEATURE = ".feature";
    /// The one site that has a say in what the node itself is: who confirmed its signer confirmed that.
    private static final String CORE_SITE = "org.nettunnel.core";
    private final KeptSites kept;
    private final Sites sites;
    private final KeptFeatures features;
    private final Platform platform;

    Market(KeptSites kept, Sites sites, KeptFeatures features, Platform platform) {
        this.kept = kept;
        this.sites = sites;
        this.features = features;
        this.platform = platform;
    }

    /// Reads every site; one that cannot be used has its problem told in its [org.nettunnel.api.provisioning.Site].
    List<Offer> all() throws IOException {
        List<Offer> offers = new ArrayList<>();
        for (KeptSite site : kept.all()) {
            try {
                SiteIndex index = sites.index(site);
                long bytes = index.files().stream().mapToLong(SiteIndex.File::size).sum();
                for (SiteIndex.Listed listed : index.features()) offers.add(offer(listed, site.id(), bytes));
            } catch (SiteRefused | IOException told) {
                // in the site's problem
            }
        }
        offers.sort(Comparator.comparing(Offer::id).thenComparing(offer -> FeatureVersion.of(offer.version()), Comparator.reverseOrder()));
        return offers;
    }

    private Offer offer(SiteIndex.Listed listed, String site, long bytes) throws IOException {
        String id = listed.id().substring(0, listed.id().length() - FEATURE.length());
        return new Offer(id, listed.label(), listed.version(), site, bytes, Orders.state(installed(id), listed.version()));
    }

    private @Nullable String installed(String id) throws IOException {
        if (id.equals(Provisioning.CORE)) return platform.coreVersion();
        for (KeptFeatures.KeptFeature feature : features.now())
            if (feature.id().equals(id)) return feature.version();
        return null;
    }

    /// For each installed feature the newest that may replace it, where that is newer.
    List<Offer> newer() throws IOException {
        List<Offer> offers = all();
        List<Offer> newer = new ArrayList<>();
        for (KeptFeatures.KeptFeature installed : features.now())
            offers.stream().filter(offer -> offer.id().equals(installed.id()) && isOfItsSigner(offer)).findFirst()
                    .filter(offer -> offer.state() == Offer.State.NEWER).ifPresent(newer::add);
        return newer;
    }

    Offer find(String feature, @Nullable String version) throws SiteRefused, IOException {
        List<Offer> found = all().stream().filter(offer -> offer.id().equals(feature)).toList();
        Optional<Offer> wanted = found.stream().filter(offer -> (version == null || offer.version().equals(version)) && isOfItsSigner(offer)).findFirst();
        return wanted.orElseThrow(() -> missing(feature, version, found));
    }

    /// What is installed is replaced by its own signer or its own site only: a site that was confirmed for one feature has no say in another's.
    private boolean isOfItsSigner(Offer offer) {
        if (offer.id().equals(Provisioning.CORE)) return offer.site().equals(CORE_SITE);
        Optional<KeptSite> site = kept.find(offer.site());
        return site.isPresent() && features.now().stream().filter(each -> each.id().equals(offer.id()))
                .allMatch(each -> each.site().equals(offer.site()) || each.signer().equals(site.get().signer()));
    }

    private SiteRefused missing(String feature, @Nullable String version, List<Offer> found) {
        if (kept.all().isEmpty()) return new SiteRefused("no update site was added that could hold " + feature + "; see 'nettunnel bundle site add'");
        if (feature.equals(Provisioning.CORE) && !found.isEmpty())
            return new SiteRefused(feature + " comes from the site " + CORE_SITE + " alone, and no such site was added, or it cannot be used; see 'nettunnel bundle site list'");
        if (!found.isEmpty() && found.stream().noneMatch(this::isOfItsSigner))
            return new SiteRefused(feature + " is installed from another signer than those that offer it now; remove it first if they are to have it");
        if (!found.isEmpty()) return new SiteRefused(feature + " " + version + " is in no update site; there is " + String.join(", ", found.stream().map(Offer::version).toList()));
        String problems = String.join("; ", kept.all().stream().map(site -> sites.problem(site.id())).filter(problem -> !problem.isEmpty()).toList());
        return new SiteRefused(problems.isEmpty() ? feature + " is in no update site; see 'nettunnel bundle search'" : problems);
    }

    KeptSite site(String id) throws SiteRefused {
        return kept.find(id).orElseThrow(() -> new SiteRefused("the site " + id + " was removed meanwhile"));
    }
}
