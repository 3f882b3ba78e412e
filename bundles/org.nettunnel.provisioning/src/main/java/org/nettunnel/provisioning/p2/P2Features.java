package org.nettunnel.provisioning.p2;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.NullProgressMonitor;
import org.eclipse.equinox.internal.p2.garbagecollector.GarbageCollector;
import org.eclipse.equinox.internal.p2.repository.Transport;
import org.eclipse.equinox.p2.core.IProvisioningAgent;
import org.eclipse.equinox.p2.core.ProvisionException;
import org.eclipse.equinox.p2.core.UIServices;
import org.eclipse.equinox.p2.engine.IEngine;
import org.eclipse.equinox.p2.engine.IProfile;
import org.eclipse.equinox.p2.engine.IProfileRegistry;
import org.eclipse.equinox.p2.engine.IProvisioningPlan;
import org.eclipse.equinox.p2.engine.PhaseSetFactory;
import org.eclipse.equinox.p2.engine.ProvisioningContext;
import org.eclipse.equinox.p2.metadata.IInstallableUnit;
import org.eclipse.equinox.p2.metadata.IProvidedCapability;
import org.eclipse.equinox.p2.metadata.Version;
import org.eclipse.equinox.p2.planner.IPlanner;
import org.eclipse.equinox.p2.planner.IProfileChangeRequest;
import org.eclipse.equinox.p2.planner.ProfileInclusionRules;
import org.eclipse.equinox.p2.query.QueryUtil;
import org.eclipse.equinox.p2.repository.artifact.IArtifactRepositoryManager;
import org.eclipse.equinox.p2.repository.metadata.IMetadataRepositoryManager;
import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.Fingerprint;
import org.nettunnel.provisioning.Platform.Wanted;
import org.nettunnel.provisioning.metadata.Core;
import org.nettunnel.provisioning.trust.SiteRefused;

/// The features of one p2 profile: plans, has the plan looked through, and carries it out.
///
/// **Threads:** one changes, any reads.
public final class P2Features {
    private static final String GROUP = ".feature.group";
    /// Marks what we installed; all else is the core.
    private static final String OPTIONAL = "org.nettunnel.optional";
    private static final String UNSIGNED_POLICY = "eclipse.p2.unsignedPolicy";

    private final IProvisioningAgent agent;
    private final String profileId;
    private final RefusingServices services = new RefusingServices();

    /// @param copies folder below which p2 may read
    public P2Features(IProvisioningAgent agent, String profileId, Path copies) {
        this.agent = agent;
        this.profileId = profileId;
        System.setProperty(UNSIGNED_POLICY, "fail");
        agent.registerService(UIServices.SERVICE_NAME, services);
        agent.registerService(Transport.SERVICE_NAME, new ClosedTransport(copies));
    }

    /// @param confirmed those that count, whenever p2 asks
    public void trust(Supplier<Set<Fingerprint>> confirmed) {
        services.trust(confirmed);
    }

    /// @throws IOException when the installation has no p2 profile
    IProfile profile() throws IOException {
        @Nullable IProfile profile = agent.getService(IProfileRegistry.class).getProfile(profileId);
        if (profile == null) throw new IOException("this installation does not know what it is made of (it has no p2 profile '" + profileId + "'); install NetTunnel anew");
        return profile;
    }

    public Core core() throws IOException {
        Set<String> units = new HashSet<>();
        Set<String> packages = new HashSet<>();
        for (IInstallableUnit unit : base(profile())) {
            units.add(unit.getId());
            for (IProvidedCapability offered : unit.getProvidedCapabilities())
                if (offered.getNamespace().equals("java.package")) packages.add(offered.getName());
        }
        return new Core(units, packages);
    }

    /// All but what we installed: the installation's, some of which p2 takes over into the node's profile as it is.
    private static Set<IInstallableUnit> base(IProfile profile) {
        Set<IInstallableUnit> base = new HashSet<>();
        for (IInstallableUnit unit : profile.available(QueryUtil.createIUAnyQuery(), null))
            if (profile.getInstallableUnitProperty(unit, OPTIONAL) == null) base.add(unit);
        return base;
    }

    public String version(String feature) throws IOException {
        for (IInstallableUnit unit : profile().available(QueryUtil.createIUQuery(feature + GROUP), null)) return unit.getVersion().toString();
        return "0.0.0";
    }

    /// @return whether anything was changed
    public boolean become(List<Wanted> features, Core core) throws SiteRefused, IOException {
        IProfile profile = profile();
        IProfileChangeRequest request = agent.getService(IPlanner.class).createChangeRequest(profile);
        Set<IInstallableUnit> mayGo = new HashSet<>();
        List<Wanted> missing = new ArrayList<>(features);
        for (IInstallableUnit root : roots(profile)) {
            boolean stays = missing.removeIf(wanted -> isUnit(root, wanted));
            if (!stays) request.remove(root);
        }
        for (IInstallableUnit unit : profile.query(QueryUtil.createIUAnyQuery(), null))
            if (profile.getInstallableUnitProperty(unit, OPTIONAL) != null) mayGo.add(unit);
        if (missing.isEmpty() && request.getRemovals().isEmpty()) return false;
        Set<IInstallableUnit> mayCome = new HashSet<>();
        try {
            for (Wanted wanted : missing) add(request, wanted, mayCome);
            carryOut(request, missing, plan -> check(plan, new Bounds(base(profile), mayCome, mayGo), core));
        } finally {
            forgetRepositories();
        }
        return true;
    }

    private static boolean isUnit(IInstallableUnit unit, Wanted wanted) {
        return unit.getId().equals(wanted.id() + GROUP) && unit.getVersion().equals(Version.create(wanted.version()));
    }

    private static List<IInstallableUnit> roots(IProfile profile) {
        List<IInstallableUnit> roots = new ArrayList<>();
        for (IInstallableUnit unit : profile.query(QueryUtil.createIUAnyQuery(), null))
            if ("root".equals(profile.getInstallableUnitProperty(unit, OPTIONAL))) roots.add(unit);
        return roots;
    }

    private void add(IProfileChangeRequest request, Wanted wanted, Set<IInstallableUnit> mayCome) throws SiteRefused, IOException {
        try {
            var site = agent.getService(IMetadataRepositoryManager.class).loadRepository(wanted.folder().toUri(), new NullProgressMonitor());
            Set<IInstallableUnit> units = site.query(QueryUtil.createIUAnyQuery(), null).toUnmodifiableSet();
            IInstallableUnit root = units.stream().filter(unit -> isUnit(unit, wanted)).findAny()
                    .orElseThrow(() -> new SiteRefused("the site holds no " + wanted.id() + " " + wanted.version()));
            mayCome.addAll(units);
            request.add(root);
            request.setInstallableUnitInclusionRules(root, ProfileInclusionRules.createStrictInclusionRule(root));
            request.setInstallableUnitProfileProperty(root, IProfile.PROP_PROFILE_ROOT_IU, "true");
            for (IInstallableUnit unit : units) request.setInstallableUnitProfileProperty(unit, OPTIONAL, unit.equals(root) ? "root" : "part");
        } catch (ProvisionException unread) {
            throw new IOException("p2 cannot read the copy " + wanted.folder() + ": " + text(unread.getStatus()), unread);
        }
    }

    /// Looks a plan through before it is carried out.
    private interface PlanCheck {
        void check(IProvisioningPlan plan) throws SiteRefused;
    }

    private void carryOut(IProfileChangeRequest request, List<Wanted> from, PlanCheck check) throws SiteRefused, IOException {
        URI[] sites = from.stream().map(wanted -> wanted.folder().toUri()).toArray(URI[]::new);
        var context = new ProvisioningContext(agent);
        context.setMetadataRepositories(sites);
        context.setArtifactRepositories(sites);
        IProvisioningPlan plan = agent.getService(IPlanner.class).getProvisioningPlan(request, context, new NullProgressMonitor());
        if (plan.getStatus().matches(IStatus.ERROR | IStatus.CANCEL)) throw new SiteRefused("it does not fit this node: " + text(plan.getStatus()));
        check.check(plan);
        IStatus done = agent.getService(IEngine.class).perform(plan, PhaseSetFactory.createDefaultPhaseSet(), new NullProgressMonitor());
        if (done.matches(IStatus.ERROR | IStatus.CANCEL)) throw new IOException("p2 could not do it: " + text(done));
    }

    /// What a plan may hold.
    ///
    /// @param base of the installation, which stays as it is
    private record Bounds(Set<IInstallableUnit> base, Set<IInstallableUnit> mayCome, Set<IInstallableUnit> mayGo) {}

    private static void check(IProvisioningPlan plan, Bounds bounds, Core core) throws SiteRefused {
        for (IInstallableUnit unit : plan.getAdditions().query(QueryUtil.createIUAnyQuery(), null)) {
            boolean isOfTheSite = bounds.mayCome().contains(unit) && !core.units().contains(unit.getId());
            if (!isOfTheSite && !bounds.base().contains(unit)) throw new SiteRefused("it would also install " + unit + ", which is not of this feature");
        }
        for (IInstallableUnit unit : plan.getRemovals().query(QueryUtil.createIUAnyQuery(), null))
            if (!bounds.mayGo().contains(unit) || bounds.base().contains(unit)) throw new SiteRefused("it would take out " + unit + ", which belongs to the node itself");
    }

    /// Removes from the disk what nothing needs any more, and older states of the profile.
    public void sweep() throws IOException {
        IProfile profile = profile();
        IProfileRegistry registry = agent.getService(IProfileRegistry.class);
        try {
            for (long timestamp : registry.listProfileTimestamps(profileId))
                if (timestamp != profile.getTimestamp()) registry.removeProfile(profileId, timestamp);
        } catch (ProvisionException busy) {
            throw new IOException("p2 keeps old states: " + text(busy.getStatus()), busy);
        }
        agent.getService(GarbageCollector.class).runGC(profile);
    }

    private void forgetRepositories() {
        var metadata = agent.getService(IMetadataRepositoryManager.class);
        for (URI known : metadata.getKnownRepositories(IMetadataRepositoryManager.REPOSITORIES_NON_SYSTEM)) metadata.removeRepository(known);
        var artifacts = agent.getService(IArtifactRepositoryManager.class);
        for (URI known : artifacts.getKnownRepositories(IArtifactRepositoryManager.REPOSITORIES_NON_SYSTEM)) artifacts.removeRepository(known);
    }

    /// The messages that say something, deepest last.
    static String text(IStatus status) {
        var text = new StringBuilder(String.valueOf(status.getMessage()));
        for (IStatus child : status.getChildren()) text.append("; ").append(text(child));
        Throwable cause = status.getException();
        if (cause != null && status.getChildren().length == 0 && cause.getMessage() != null && text.indexOf(cause.getMessage()) < 0) text.append(" (").append(cause.getMessage()).append(')');
        return text.toString();
    }
}
