package org.nettunnel.provisioning;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.tunnel.Stranded;
import org.nettunnel.api.tunnel.Tunnels;
import org.nettunnel.provisioning.KeptFeatures.KeptFeature;
import org.nettunnel.provisioning.Platform.Wanted;
import org.nettunnel.provisioning.WorkQueue.Forceable;
import org.nettunnel.provisioning.WorkQueue.Progress;
import org.nettunnel.provisioning.site.SiteCopy;
import org.nettunnel.provisioning.trust.SiteRefused;

/// Brings the platform from one set of features to another; when anything is wrong with the other, back.
///
/// **Threads:** one.
final class Changes {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.provisioning");
    /// Links get new keys within a round trip; one that is down has none to get.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Shelf shelf;
    private final KeptFeatures features;
    private final Platform platform;
    private final Supplier<@Nullable Tunnels> tunnels;

    Changes(Shelf shelf, KeptFeatures features, Platform platform, Supplier<@Nullable Tunnels> tunnels) {
        this.shelf = shelf;
        this.features = features;
        this.platform = platform;
        this.tunnels = tunnels;
    }

    /// Makes `next` what is installed, and remembers it, or leaves all as it was.
    ///
    /// @param force also where links are left without a common suite
    void become(List<KeptFeature> next, boolean force, Progress progress) throws SiteRefused, Forceable, IOException, InterruptedException {
        List<KeptFeature> now = features.now();
        List<KeptFeature> leaving = now.stream().filter(each -> !next.contains(each)).toList();
        List<KeptFeature> coming = next.stream().filter(each -> !now.contains(each)).toList();
        for (KeptFeature each : next) verify(each);
        Set<Long> bundles = bundles(leaving);
        progress.change();
        retire(bundles, force, progress);
        try {
            progress.step("installing", 75);
            platform.become(next.stream().map(this::wanted).toList());
            progress.step("testing what came", 85);
            tryOut(coming);
            features.become(next);
        } catch (SiteRefused | IOException | InterruptedException | RuntimeException refused) {
            goBack(now, bundles, refused);
            throw refused;
        }
        for (KeptFeature each : leaving) LOG.log(Level.INFO, "feature left feature=" + each.id() + " version=" + each.version());
        for (KeptFeature each : coming)
            LOG.log(Level.INFO, "feature came feature=" + each.id() + " version=" + each.version() + " site=" + each.site() + " signer=" + each.signer());
    }

    /// At the node's start: what is to be there is there, whatever a crash or a new installation left.
    void restore(Progress progress) throws SiteRefused, IOException, InterruptedException {
        progress.change();
        List<KeptFeature> good = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        for (KeptFeature each : features.now()) {
            try {
                verify(each);
                good.add(each);
            } catch (SiteRefused | IOException refused) {
                broken.add(each.text() + ": " + WorkQueue.sentence(refused));
            }
        }
        platform.become(good.stream().map(this::wanted).toList());
        sweep();
        if (!broken.isEmpty()) throw new SiteRefused("not all that was installed came back: " + String.join("; ", broken));
    }

    private void retire(Set<Long> bundles, boolean force, Progress progress) throws Forceable, InterruptedException {
        @Nullable Tunnels engine = tunnels.get();
        if (engine == null || bundles.isEmpty()) return;
        progress.step("giving links new keys", 65);
        List<Stranded> stranded = engine.stranded(bundles);
        if (!stranded.isEmpty() && !force) throw new Forceable(text(stranded));
        boolean isFree = engine.retire(bundles, stranded.isEmpty() ? PATIENCE : Duration.ofSeconds(3));
        if (isFree || force) return;
        engine.readmit(bundles);
        throw new Forceable("links did not get new keys within " + PATIENCE.toSeconds() + " s; with force they are cut, and streams wait for their tunnels' next links");
    }

    private static String text(List<Stranded> stranded) {
        return "tunnels would be left without a cipher in common with the other end: " + stranded.stream()
                .map(each -> each.tunnel() + " uses " + each.suite() + " and its peer has " + (each.suites().isEmpty() ? "nothing else" : String.join(", ", each.suites())))
                .collect(Collectors.joining("; ")) + ". With force it is done all the same, and these tunnels stay down";
    }

    private void tryOut(List<KeptFeature> coming) throws SiteRefused, InterruptedException {
        for (KeptFeature each : coming) {
            List<Long> working = platform.bundles(each.bundles());
            if (working.size() < each.bundles().size())
                throw new SiteRefused(each.text() + " does not work in this node: " + (each.bundles().size() - working.size()) + " of its bundles find not all that they need");
            @Nullable Tunnels engine = tunnels.get();
            if (engine == null) continue;
            new Trial(engine, Set.copyOf(working)).await();
        }
    }

    /// What is to be said of a feature that came, beside that it came.
    String remark(KeptFeature came) {
        @Nullable Tunnels engine = tunnels.get();
        if (engine == null) return "";
        List<Long> bundles = platform.bundles(came.bundles());
        return engine.provided().stream().anyMatch(each -> bundles.contains(each.bundle())) ? "" : ", and offers no cipher and no compression";
    }

    private void goBack(List<KeptFeature> now, Set<Long> retired, Exception refused) {
        if (refused instanceof InterruptedException || Thread.currentThread().isInterrupted()) {
            LOG.log(Level.INFO, "the node is stopping in the middle of a work; its next start brings back what was installed");
            return;
        }
        try {
            platform.become(now.stream().map(this::wanted).toList());
        } catch (SiteRefused | IOException | RuntimeException also) {
            refused.addSuppressed(also);
            LOG.log(Level.ERROR, "what was installed before could not be brought back; the next start tries again", also);
        }
        @Nullable Tunnels engine = tunnels.get();
        if (engine != null && !retired.isEmpty()) engine.readmit(retired);
    }

    /// Removes copies that nothing refers to any more; what cannot be removed now is tried again with the next work.
    void sweep() {
        Set<String> needed = new HashSet<>();
        List<KeptFeature> before = features.before();
        Stream.concat(features.now().stream(), before == null ? Stream.empty() : before.stream()).forEach(each -> needed.add(each.copy()));
        try {
            shelf.sweep(needed);
        } catch (IOException kept) {
            LOG.log(Level.WARNING, "a copy that nobody needs could not be removed", kept);
        }
    }

    private void verify(KeptFeature feature) throws SiteRefused, IOException {
        SiteCopy.verify(shelf.copies().resolve(feature.copy()), feature.index());
    }

    /// What is installed.
    List<Wanted> wanted() {
        return features.now().stream().map(this::wanted).toList();
    }

    private Wanted wanted(KeptFeature feature) {
        return new Wanted(feature.id() + ".feature", feature.version(), shelf.copies().resolve(feature.copy()));
    }

    private Set<Long> bundles(List<KeptFeature> leaving) {
        return new HashSet<>(platform.bundles(new ArrayList<>(leaving.stream().flatMap(each -> each.bundles().stream()).toList())));
    }
}
