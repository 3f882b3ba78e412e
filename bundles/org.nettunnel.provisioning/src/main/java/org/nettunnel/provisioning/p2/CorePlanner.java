package org.nettunnel.provisioning.p2;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.eclipse.equinox.internal.p2.engine.Profile;
import org.eclipse.equinox.internal.p2.engine.SimpleProfileRegistry;
import org.eclipse.equinox.p2.core.IProvisioningAgent;
import org.eclipse.equinox.p2.core.ProvisionException;
import org.eclipse.equinox.p2.engine.IProfile;
import org.eclipse.equinox.p2.engine.IProfileRegistry;
import org.eclipse.equinox.p2.engine.IProvisioningPlan;
import org.eclipse.equinox.p2.metadata.IArtifactKey;
import org.eclipse.equinox.p2.metadata.IInstallableUnit;
import org.eclipse.equinox.p2.planner.IPlanner;
import org.eclipse.equinox.p2.planner.IProfileChangeRequest;
import org.eclipse.equinox.p2.query.QueryUtil;
import org.jspecify.annotations.Nullable;
import org.nettunnel.provisioning.Platform.Wanted;
import org.nettunnel.provisioning.metadata.BundleName;
import org.nettunnel.provisioning.trust.SiteRefused;

/// Asks p2 what another core takes, from nothing, with the Java of this one; and writes the profile that the other one will find.
///
/// **Threads:** one at a time.
final class CorePlanner {
    private static final String PLANNED = "org.nettunnel.planned";
    private static final String JAVA = "a.jre.javase";
    private static final String REGISTRY = "p2/org.eclipse.equinox.p2.engine/profileRegistry";
    private final IProvisioningAgent agent;
    private final P2Planner planner;
    private final IProfile running;

    CorePlanner(IProvisioningAgent agent, P2Planner planner, IProfile running) {
        this.agent = agent;
        this.planner = planner;
        this.running = running;
    }

    /// Plans it alone and with the features, and writes down what it is alone.
    ///
    /// @param home folder of the new installation
    /// @return its bundles
    List<BundleName> prepare(Wanted core, List<Wanted> features, Path home) throws SiteRefused, IOException {
        var registry = agent.getService(IProfileRegistry.class);
        registry.removeProfile(PLANNED);   // of a work that a crash ended
        try {
            IProfile empty = registry.addProfile(PLANNED, properties());
            Set<IInstallableUnit> units = future(empty, List.of(core));
            checkTogether(empty, core, features, units);
            write(units, core, home);
            return bundles(units);
        } catch (ProvisionException failed) {
            throw new IOException("p2 cannot plan the new release: " + failed.getMessage(), failed);
        } finally {
            registry.removeProfile(PLANNED);
            planner.forgetRepositories();
        }
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        for (String name : List.of(IProfile.PROP_ENVIRONMENTS, IProfile.PROP_INSTALL_FEATURES)) {
            @Nullable String value = running.getProperty(name);
            if (value != null) properties.put(name, value);
        }
        return properties;
    }

    private Set<IInstallableUnit> future(IProfile empty, List<Wanted> roots) throws SiteRefused, IOException {
        IProfileChangeRequest request = agent.getService(IPlanner.class).createChangeRequest(empty);
        for (IInstallableUnit java : running.available(QueryUtil.createIUQuery(JAVA), null)) request.add(java);
        Map<IInstallableUnit, Path> mayCome = new HashMap<>();
        for (Wanted root : roots) planner.add(request, root, mayCome);
        IProvisioningPlan plan = planner.plan(request, roots);
        Set<IInstallableUnit> units = new HashSet<>();
        for (IInstallableUnit unit : plan.getFutureState().query(QueryUtil.createIUAnyQuery(), null))
            if (mayCome.containsKey(unit) || unit.getId().equals(JAVA)) units.add(unit);
        return units;
    }

    /// What was installed in this node has to go on with the new core, and may not change it.
    private void checkTogether(IProfile empty, Wanted core, List<Wanted> features, Set<IInstallableUnit> alone) throws SiteRefused, IOException {
        if (features.isEmpty()) return;
        List<Wanted> all = new ArrayList<>(features);
        all.addFirst(core);
        try {
            if (future(empty, all).containsAll(alone)) return;
        } catch (SiteRefused refused) {
            throw new SiteRefused(names(features) + " of this node would not work with " + core.version() + " (" + refused.getMessage()
                    + "): update it first ('nettunnel bundle update'), or remove it and install it again afterwards");
        }
        throw new SiteRefused(names(features) + " of this node would change what " + core.version() + " is made of: remove it first, and install it again afterwards");
    }

    private static String names(List<Wanted> features) {
        return String.join(", ", features.stream().map(each -> each.id() + " " + each.version()).toList());
    }

    private static List<BundleName> bundles(Set<IInstallableUnit> units) {
        List<BundleName> bundles = new ArrayList<>();
        for (IInstallableUnit unit : units)
            for (IArtifactKey artifact : unit.getArtifacts())
                if (artifact.getClassifier().equals(P2Planner.BUNDLE)) bundles.add(new BundleName(artifact.getId(), artifact.getVersion().toString()));
        return bundles;
    }

    /// As p2 itself writes it, since its engine, which would, carries out actions too.
    private void write(Set<IInstallableUnit> units, Wanted core, Path home) throws ProvisionException, IOException {
        Path folder = Files.createDirectories(home.resolve(REGISTRY));
        var registry = new SimpleProfileRegistry(agent, folder.toFile(), null, false);
        var profile = (Profile) registry.addProfile(running.getProfileId(), properties());
        registry.lockProfile(profile);
        try {
            for (IInstallableUnit unit : units) {
                profile.addInstallableUnit(unit);
                if (unit.getId().equals(core.id() + P2Planner.GROUP)) profile.setInstallableUnitProperty(unit, IProfile.PROP_PROFILE_ROOT_IU, Boolean.TRUE.toString());
            }
            registry.updateProfile(profile);
        } finally {
            registry.unlockProfile(profile);
        }
    }
}
