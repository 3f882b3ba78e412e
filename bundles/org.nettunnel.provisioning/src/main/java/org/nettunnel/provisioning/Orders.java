package org.nettunnel.provisioning;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.provisioning.Offer;
import org.nettunnel.api.provisioning.Provisioning.Order;
import org.nettunnel.api.provisioning.Provisioning;
import org.nettunnel.api.provisioning.SiteIndex;
import org.nettunnel.provisioning.KeptFeatures.KeptFeature;
import org.nettunnel.provisioning.KeptSites.KeptSite;
import org.nettunnel.provisioning.WorkQueue.Forceable;
import org.nettunnel.provisioning.WorkQueue.Outcome;
import org.nettunnel.provisioning.WorkQueue.Progress;
import org.nettunnel.provisioning.disk.Durable;
import org.nettunnel.provisioning.metadata.BundleName;
import org.nettunnel.provisioning.metadata.FeatureVersion;
import org.nettunnel.provisioning.metadata.SiteMetadata;
import org.nettunnel.provisioning.release.Installation;
import org.nettunnel.provisioning.site.SiteCopy;
import org.nettunnel.provisioning.trust.SiteRefused;

/// Carries out what was ordered, one at a time.
///
/// **Threads:** one.
final class Orders {
    private static final String FEATURE = ".feature";

    private final Shelf shelf;
    private final Market market;
    private final Sites sites;
    private final KeptFeatures features;
    private final Platform platform;
    private final Changes changes;
    private final InstantSource clock;
    private final CoreUpdate core;

    /// What an order needs.
    ///
    /// @param installation null where the node was not started from one
    record Room(Shelf shelf, Sites sites, Market market, KeptFeatures features, Platform platform, Changes changes, InstantSource clock,
            @Nullable Installation installation) {}

    Orders(Room room) {
        shelf = room.shelf();
        sites = room.sites();
        market = room.market();
        features = room.features();
        platform = room.platform();
        changes = room.changes();
        clock = room.clock();
        core = new CoreUpdate(room);
    }

    Outcome carryOut(Order order, Progress progress) throws SiteRefused, Forceable, IOException, InterruptedException {
        try {
            return switch (order) {
                case Order.Install(String feature, String version) -> install(feature, version, progress);
                case Order.Update(String feature) -> feature == null ? updateAll(progress) : update(feature, progress);
                case Order.Remove(String feature, boolean force) -> remove(feature, force, progress);
                case Order.RollBack(String feature, boolean force) -> feature == null ? rollBack(force, progress) : rollBackCore(feature, progress);
            };
        } finally {
            changes.sweep();
        }
    }

    /// Makes room for what came; there is no force to it: what is to be replaced can be removed by force before.
    private void replace(List<KeptFeature> next, Progress progress) throws SiteRefused, IOException, InterruptedException {
        try {
            changes.become(next, false, progress);
        } catch (Forceable needed) {
            throw new SiteRefused("what is installed cannot be replaced while it is needed: " + needed.getMessage() + ". Remove it by force and install it anew");
        }
    }

    private Outcome install(String feature, @Nullable String version, Progress progress) throws SiteRefused, IOException, InterruptedException {
        if (feature.equals(Provisioning.CORE)) throw new SiteRefused(Provisioning.CORE + " is the node itself; it can be updated, not installed");
        progress.step("reading the update sites", 2);
        Offer offer = market.find(feature, version);
        Optional<KeptFeature> installed = installed(feature);
        if (installed.isPresent() && installed.get().version().equals(offer.version())) throw new SiteRefused(installed.get().text() + " is installed already");
        if (installed.isPresent() && version == null && offer.state() == Offer.State.OLDER)
            throw new SiteRefused(installed.get().text() + " is installed, and the update sites have " + offer.version() + ", which is older; name that version if it is meant");
        KeptFeature came = bring(offer, progress);
        replace(with(features.now(), came), progress);
        return new Outcome(came.text() + " is installed" + changes.remark(came), false);
    }

    private Outcome update(String feature, Progress progress) throws SiteRefused, IOException, InterruptedException {
        progress.step("reading the update sites", 2);
        if (feature.equals(Provisioning.CORE)) return core.update(progress);
        KeptFeature installed = installed(feature).orElseThrow(() -> new SiteRefused(feature + " is not installed; see 'nettunnel bundle list'"));
        Offer offer = market.find(feature, null);
        if (offer.state() != Offer.State.NEWER) return new Outcome(installed.text() + " is the newest", false);
        KeptFeature came = bring(offer, progress);
        replace(with(features.now(), came), progress);
        return new Outcome(feature + " was updated from " + installed.version() + " to " + came.version() + changes.remark(came), false);
    }

    private Outcome updateAll(Progress progress) throws SiteRefused, IOException, InterruptedException {
        progress.step("reading the update sites", 2);
        List<KeptFeature> next = features.now();
        List<String> told = new ArrayList<>();
        for (Offer offer : market.newer()) {
            KeptFeature came = bring(offer, progress);
            next = with(next, came);
            told.add(came.text());
        }
        if (told.isEmpty()) return new Outcome("nothing newer was found", false);
        replace(next, progress);
        return new Outcome("updated: " + String.join(", ", told), false);
    }

    private Outcome remove(String feature, boolean force, Progress progress) throws SiteRefused, Forceable, IOException, InterruptedException {
        if (feature.equals(Provisioning.CORE)) throw new SiteRefused(Provisioning.CORE + " is the node itself, which cannot be removed");
        KeptFeature installed = installed(feature).orElseThrow(() -> new SiteRefused(feature + " is not installed; see 'nettunnel bundle list'"));
        changes.become(features.now().stream().filter(each -> !each.equals(installed)).toList(), force, progress);
        return new Outcome(installed.text() + " was removed", false);
    }

    private Outcome rollBack(boolean force, Progress progress) throws SiteRefused, Forceable, IOException, InterruptedException {
        List<KeptFeature> before = features.before();
        if (before == null) throw new SiteRefused("there is nothing to go back to: nothing was installed, updated or removed yet");
        if (before.equals(features.now())) return new Outcome("it is as it was before already", false);
        changes.become(before, force, progress);
        return new Outcome("it is as it was before: " + (before.isEmpty() ? "no optional feature" : String.join(", ", before.stream().map(KeptFeature::text).toList())), false);
    }

    private Outcome rollBackCore(String feature, Progress progress) throws SiteRefused, IOException, InterruptedException {
        if (!feature.equals(Provisioning.CORE)) throw new SiteRefused("a rollback is of the last work, or of " + Provisioning.CORE + "; install the older version of " + feature + " by its number instead");
        return core.rollBack(progress);
    }

    /// Fetches and checks; nothing is installed yet.
    private KeptFeature bring(Offer offer, Progress progress) throws SiteRefused, IOException {
        KeptSite site = market.site(offer.site());
        Path staged = shelf.stage();
        try {
            SiteCopy copy = sites.fetch(site, staged, (path, percent) -> progress.step("fetching " + path, 5 + percent * 50 / 100));
            progress.step("checking", 58);
            SiteIndex.Listed listed = listed(copy, offer);
            List<BundleName> bundles = SiteMetadata.check(copy.folder(), copy.index(), platform.core()).bundles();
            if (copy.index().features().size() > 1)
                throw new SiteRefused("the site " + offer.site() + " lists " + copy.index().features().size() + " features; a node takes from a site that lists one: sign a site for each");
            String name = name(offer.id(), copy);
            if (!isKept(name, copy)) shelf.keep(copy.folder(), name);
            return new KeptFeature(offer.id(), listed.version(), listed.label(), site.id(), site.signer(), name, copy.sha256(), clock.instant(), bundles);
        } finally {
            Durable.remove(staged);
        }
    }

    /// What was offered is still there.
    static SiteIndex.Listed listed(SiteCopy copy, Offer offer) throws SiteRefused {
        return copy.index().features().stream().filter(each -> each.id().equals(offer.id() + FEATURE) && each.version().equals(offer.version())).findAny()
                .orElseThrow(() -> new SiteRefused("the site " + offer.site() + " changed meanwhile; try again"));
    }

    /// What the framework may be reading is left where it is, as long as it is what was verified.
    private boolean isKept(String name, SiteCopy copy) {
        try {
            SiteCopy.verify(shelf.copies().resolve(name), copy.sha256());
            return true;
        } catch (SiteRefused | IOException notSo) {
            return false;
        }
    }

    /// Another index is another copy, also of the same version.
    static String name(String feature, SiteCopy copy) {
        return feature + "-" + copy.sha256().substring(0, 16);
    }

    private Optional<KeptFeature> installed(String feature) {
        return features.now().stream().filter(each -> each.id().equals(feature)).findAny();
    }

    private static List<KeptFeature> with(List<KeptFeature> now, KeptFeature came) {
        List<KeptFeature> next = new ArrayList<>(now.stream().filter(each -> !each.id().equals(came.id())).toList());
        next.add(came);
        return next;
    }

    static Offer.State state(@Nullable String installed, String offered) {
        if (installed == null) return Offer.State.NEW;
        int order = FeatureVersion.of(offered).compareTo(FeatureVersion.of(installed));
        return order > 0 ? Offer.State.NEWER : order == 0 ? Offer.State.INSTALLED : Offer.State.OLDER;
    }
}
