package org.nettunnel.provisioning;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.Fingerprint;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;
import org.nettunnel.api.provisioning.Feature;
import org.nettunnel.api.provisioning.Offer;
import org.nettunnel.api.provisioning.Provisioning;
import org.nettunnel.api.provisioning.Site;
import org.nettunnel.api.provisioning.Work;
import org.nettunnel.api.tunnel.Provider;
import org.nettunnel.api.tunnel.Tunnels;
import org.nettunnel.provisioning.KeptFeatures.KeptFeature;
import org.nettunnel.provisioning.WorkQueue.Outcome;
import org.nettunnel.provisioning.release.Installation;
import org.nettunnel.provisioning.trust.SiteRefused;

/// Installs, updates and removes features in the running node.
///
/// **Threads:** any.
public class ProvisioningService implements Provisioning, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.provisioning");
    private final Platform platform;
    private final @Nullable Installation installation;
    private final Supplier<@Nullable Tunnels> tunnels;
    private final Sites sites;
    private final Market market;
    private final KeptSites keptSites;
    private final KeptFeatures features;
    private final Orders orders;
    private final WorkQueue works;

    /// What it works with.
    ///
    /// @param data    the node's folder; all is kept below `provisioning` in it
    /// @param tunnels null while there is no engine
    /// @param installation null where the node was not started from one
    public record Surroundings(Path data, Platform platform, Supplier<@Nullable Tunnels> tunnels, InstantSource clock, @Nullable Installation installation) {
        /// Of a node that nothing updates.
        public Surroundings(Path data, Platform platform, Supplier<@Nullable Tunnels> tunnels, InstantSource clock) {
            this(data, platform, tunnels, clock, null);
        }
    }

    public ProvisioningService(Surroundings around) throws IOException {
        platform = around.platform();
        tunnels = around.tunnels();
        installation = around.installation();
        var shelf = new Shelf(around.data());
        keptSites = new KeptSites(shelf.file("sites.json"));
        features = new KeptFeatures(shelf.file("features.json"));
        sites = new Sites(shelf, keptSites, around.clock());
        market = new Market(keptSites, sites, features, platform);
        works = new WorkQueue(around.clock());
        var changes = new Changes(shelf, features, platform, tunnels);
        orders = new Orders(new Orders.Room(shelf, sites, market, features, platform, changes, around.clock(), installation));
        restore(changes);
        Installation from = around.installation();
        String note = note();
        if (from != null && !note.isEmpty()) LOG.log(Level.WARNING, "release running=" + from.release() + " note=\"" + note + "\"");
    }

    private String note() {
        try {
            return CoreUpdate.note(installation);
        } catch (IOException unread) {
            LOG.log(Level.WARNING, "the releases of the installation cannot be read", unread);
            return "";
        }
    }

    private @Nullable Fingerprint coreSigner() {
        @Nullable Installation from = installation;
        try {
            return from == null ? null : from.signer().map(Fingerprint::new).orElse(null);
        } catch (IOException | IllegalArgumentException unread) {
            LOG.log(Level.WARNING, "the signer of the running release cannot be read", unread);
            return null;
        }
    }

    /// Before any order: brings the platform into line with what was to be installed.
    private void restore(Changes changes) {
        try {
            works.add("bring back what is installed", progress -> {
                changes.restore(progress);
                return new Outcome(features.now().isEmpty() ? "no optional feature is installed" : texts(features.now()), false);
            });
        } catch (RequestRefused impossible) {
            throw new IllegalStateException("a new queue is full", impossible);
        }
    }

    private static String texts(List<KeptFeature> features) {
        return features.stream().map(KeptFeature::text).collect(Collectors.joining(", "));
    }

    @Override
    public List<Feature> installed() {
        List<Feature> shown = new ArrayList<>();
        List<Long> core = new ArrayList<>(platform.bundles());
        for (KeptFeature feature : features.now()) {
            List<Long> bundles = platform.bundles(feature.bundles());
            core.removeAll(bundles);
            shown.add(new Feature(feature.id(), feature.label(), feature.version(), false, bundles, provided(bundles), feature.signer()));
        }
        shown.addFirst(new Feature(Provisioning.CORE, "NetTunnel node", coreVersion(), true, core, provided(core), coreSigner(), note()));
        return shown;
    }

    private String coreVersion() {
        try {
            return platform.coreVersion();
        } catch (IOException unknown) {
            LOG.log(Level.WARNING, "the version of the installation is not known", unknown);
            return "0.0.0";
        }
    }

    private List<String> provided(List<Long> bundles) {
        @Nullable Tunnels engine = tunnels.get();
        if (engine == null) return List.of();
        return engine.provided().stream().filter(each -> bundles.contains(each.bundle())).map(Provider::name).distinct().toList();
    }

    @Override
    public List<Site> sites() {
        return sites.all();
    }

    @Override
    public Site look(String location) throws RequestRefused, IOException {
        try {
            return sites.look(location);
        } catch (SiteRefused refused) {
            throw invalid(refused);
        }
    }

    @Override
    public Site add(String location, Fingerprint signer) throws RequestRefused, IOException {
        try {
            Site site = sites.add(location, signer);
            LOG.log(Level.INFO, "site added site=" + site.id() + " location=" + location + " signer=" + signer + " version=" + site.version());
            return site;
        } catch (SiteRefused refused) {
            throw invalid(refused);
        }
    }

    @Override
    public void remove(String siteId) throws RequestRefused, IOException {
        if (!sites.remove(siteId)) throw new RequestRefused(Reason.NOT_FOUND, "there is no site '" + siteId + "'; see 'nettunnel bundle site list'");
        LOG.log(Level.INFO, "site removed site=" + siteId);
    }

    @Override
    public Found search() throws IOException {
        List<Offer> offers = market.all();
        return new Found(sites.all(), offers);
    }

    @Override
    public Work begin(Order order) throws RequestRefused {
        return works.add(text(order), progress -> orders.carryOut(order, progress));
    }

    private static String text(Order order) {
        return switch (order) {
            case Order.Install(String feature, String version) -> "install " + feature + (version == null ? "" : " " + version);
            case Order.Update(String feature) -> "update " + (feature == null ? "all" : feature);
            case Order.Remove(String feature, boolean force) -> "remove " + feature + (force ? " by force" : "");
            case Order.RollBack(String feature, boolean force) -> "roll back" + (feature == null ? "" : " " + feature) + (force ? " by force" : "");
        };
    }

    @Override
    public List<Work> works() {
        return works.all();
    }

    @Override
    public Optional<Work> work(String id) {
        return works.find(id);
    }

    @Override
    public void cancel(String id) throws RequestRefused {
        works.cancel(id);
    }

    private static RequestRefused invalid(SiteRefused refused) {
        return new RequestRefused(Reason.INVALID, String.valueOf(refused.getMessage()));
    }

    @Override
    public void close() {
        works.close();
    }
}
