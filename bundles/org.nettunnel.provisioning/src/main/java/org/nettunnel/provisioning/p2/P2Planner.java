package org.nettunnel.provisioning.p2;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.NullProgressMonitor;
import org.eclipse.equinox.internal.p2.repository.Transport;
import org.eclipse.equinox.p2.core.IProvisioningAgent;
import org.eclipse.equinox.p2.core.ProvisionException;
import org.eclipse.equinox.p2.core.UIServices;
import org.eclipse.equinox.p2.engine.IProfile;
import org.eclipse.equinox.p2.engine.IProfileRegistry;
import org.eclipse.equinox.p2.engine.IProvisioningPlan;
import org.eclipse.equinox.p2.engine.ProvisioningContext;
import org.eclipse.equinox.p2.metadata.IArtifactKey;
import org.eclipse.equinox.p2.metadata.IInstallableUnit;
import org.eclipse.equinox.p2.metadata.IProvidedCapability;
import org.eclipse.equinox.p2.metadata.Version;
import org.eclipse.equinox.p2.planner.IPlanner;
import org.eclipse.equinox.p2.planner.IProfileChangeRequest;
import org.eclipse.equinox.p2.planner.ProfileInclusionRules;
import org.eclipse.equinox.p2.query.QueryUtil;
import org.eclipse.equinox.p2.repository.metadata.IMetadataRepositoryManager;
import org.jspecify.annotations.Nullable;
import org.nettunnel.provisioning.Platform.Wanted;
import org.nettunnel.provisioning.metadata.BundleName;
import org.nettunnel.provisioning.metadata.Core;
import org.nettunnel.provisioning.trust.SiteRefused;

/// Asks p2 whether features fit the installation and each other, and which of their bundles that takes; changes nothing.
///
/// **Threads:** one at a time.
public final class P2Planner {
    static final String GROUP = ".feature.group";
    static final String BUNDLE = "osgi.bundle";
    private static final List<String> PARTS = List.of("org.eclipse.equinox.internal.provisional.p2.core.eventbus.IProvisioningEventBus",
            IProfileRegistry.class.getName(), IPlanner.class.getName(), IMetadataRepositoryManager.class.getName());
    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final long BETWEEN_LOOKS_NANOS = 50_000_000;

    private final IProvisioningAgent agent;
    private final String profileId;

    /// @param copies folder below which p2 may read
    public P2Planner(IProvisioningAgent agent, String profileId, Path copies) {
        this.agent = agent;
        this.profileId = profileId;
        agent.registerService(UIServices.SERVICE_NAME, new RefusingServices());
        agent.registerService(Transport.SERVICE_NAME, new ClosedTransport(copies));
    }

    /// The parts of p2 are components of their own, and at the start of a busy machine some come after the one that asks; the event bus before
    /// those that cannot be made without it.
    private void awaitParts() throws IOException {
        long start = System.nanoTime();
        for (String part : PARTS) {
            while (agent.getService(part) == null) {
                if (System.nanoTime() - start > LONGEST_START.toNanos() || Thread.currentThread().isInterrupted()) throw new IOException("p2 is not whole, it has no " + part + "; start the node again");
                LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
            }
        }
    }

    private IProfile profile() throws IOException {
        awaitParts();
        @Nullable IProfile profile = agent.getService(IProfileRegistry.class).getProfile(profileId);
        if (profile == null) throw new IOException("this installation does not know what it is made of (it has no p2 profile); install NetTunnel anew");
        return profile;
    }

    Core core() throws IOException {
        Set<String> units = new HashSet<>();
        Set<String> packages = new HashSet<>();
        for (IInstallableUnit unit : base(profile())) {
            units.add(unit.getId());
            for (IProvidedCapability offered : unit.getProvidedCapabilities())
                if (offered.getNamespace().equals("java.package")) packages.add(offered.getName());
        }
        if (units.isEmpty()) throw new IOException("this installation says that it is made of nothing (its p2 profile is empty), so nothing can be kept apart from it; install NetTunnel anew");
        return new Core(units, packages);
    }

    private static Set<IInstallableUnit> base(IProfile profile) {
        return profile.available(QueryUtil.createIUAnyQuery(), null).toUnmodifiableSet();
    }

    String version(String feature) throws IOException {
        for (IInstallableUnit unit : profile().available(QueryUtil.createIUQuery(feature + GROUP), null)) return unit.getVersion().toString();
        return "0.0.0";
    }

    /// Plans another core, and writes what p2 is to know of it.
    ///
    /// @param home folder of the new installation
    List<BundleName> prepare(Wanted core, List<Wanted> features, Path home) throws SiteRefused, IOException {
        return new CorePlanner(agent, this, profile()).prepare(core, features, home);
    }

    /// The jars of the bundles that these features take, all of them from the features' own copies.
    ///
    /// @throws SiteRefused when they do not fit, or p2 would bring or take out anything else for them
    List<Path> plan(List<Wanted> features) throws SiteRefused, IOException {
        if (features.isEmpty()) return List.of();
        IProfile profile = profile();
        IProfileChangeRequest request = agent.getService(IPlanner.class).createChangeRequest(profile);
        Map<IInstallableUnit, Path> mayCome = new HashMap<>();
        try {
            for (Wanted wanted : features) add(request, wanted, mayCome);
            IProvisioningPlan plan = plan(request, features);
            return jars(plan, base(profile), mayCome);
        } finally {
            forgetRepositories();
        }
    }

    void add(IProfileChangeRequest request, Wanted wanted, Map<IInstallableUnit, Path> mayCome) throws SiteRefused, IOException {
        try {
            var site = agent.getService(IMetadataRepositoryManager.class).loadRepository(wanted.folder().toUri(), new NullProgressMonitor());
            Set<IInstallableUnit> units = site.query(QueryUtil.createIUAnyQuery(), null).toUnmodifiableSet();
            IInstallableUnit root = units.stream().filter(unit -> unit.getId().equals(wanted.id() + GROUP) && unit.getVersion().equals(Version.create(wanted.version())))
                    .findAny().orElseThrow(() -> new SiteRefused("the site holds no " + wanted.id() + " " + wanted.version()));
            for (IInstallableUnit unit : units) mayCome.putIfAbsent(unit, wanted.folder());
            request.add(root);
            request.setInstallableUnitInclusionRules(root, ProfileInclusionRules.createStrictInclusionRule(root));
        } catch (ProvisionException unread) {
            throw new IOException("p2 cannot read the copy " + wanted.folder() + ": " + text(unread.getStatus()), unread);
        }
    }

    IProvisioningPlan plan(IProfileChangeRequest request, List<Wanted> from) throws SiteRefused {
        URI[] sites = from.stream().map(wanted -> wanted.folder().toUri()).toArray(URI[]::new);
        var context = new ProvisioningContext(agent);
        context.setMetadataRepositories(sites);
        context.setArtifactRepositories(sites);
        IProvisioningPlan plan = agent.getService(IPlanner.class).getProvisioningPlan(request, context, new NullProgressMonitor());
        if (plan.getStatus().matches(IStatus.ERROR | IStatus.CANCEL)) throw new SiteRefused("it does not fit this node: " + text(plan.getStatus()));
        return plan;
    }

    /// Above the installation p2 plans with all of it; what it would bring of that is there already, as it is.
    private static List<Path> jars(IProvisioningPlan plan, Set<IInstallableUnit> base, Map<IInstallableUnit, Path> mayCome) throws SiteRefused {
        Set<String> core = new HashSet<>();
        for (IInstallableUnit unit : base) core.add(unit.getId());
        List<Path> jars = new ArrayList<>();
        for (IInstallableUnit unit : plan.getAdditions().query(QueryUtil.createIUAnyQuery(), null)) {
            if (base.contains(unit)) continue;
            Path folder = mayCome.get(unit);
            if (folder == null || core.contains(unit.getId())) throw new SiteRefused("it would also install " + unit + ", which is not of this feature");
            for (IArtifactKey artifact : unit.getArtifacts())
                if (artifact.getClassifier().equals(BUNDLE)) jars.add(folder.resolve("plugins/" + artifact.getId() + "_" + artifact.getVersion() + ".jar"));
        }
        for (IInstallableUnit unit : plan.getRemovals().query(QueryUtil.createIUAnyQuery(), null))
            throw new SiteRefused("it would take out " + unit + ", which belongs to the node itself");
        return jars;
    }

    void forgetRepositories() {
        var metadata = agent.getService(IMetadataRepositoryManager.class);
        for (URI known : metadata.getKnownRepositories(IMetadataRepositoryManager.REPOSITORIES_ALL)) metadata.removeRepository(known);
    }

    /// The messages that say something, deepest last.
    private static String text(IStatus status) {
        var text = new StringBuilder(String.valueOf(status.getMessage()));
        for (IStatus child : status.getChildren()) text.append("; ").append(text(child));
        return text.toString();
    }
}
