package org.nettunnel.osgi.tests;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceListener;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/// The framework that these tests run in, with every bundle of the product started as the product starts it.
final class Running {
    static final Duration LONGEST = Duration.ofSeconds(30);
    private static final BundleContext CONTEXT = FrameworkUtil.getBundle(Running.class).getBundleContext();

    private Running() {
    }

    static BundleContext context() {
        return CONTEXT;
    }

    /// Our own bundles, without the tests.
    static List<Bundle> ours() {
        return Arrays.stream(CONTEXT.getBundles())
                .filter(bundle -> bundle.getSymbolicName().startsWith("org.nettunnel.") && !bundle.getSymbolicName().endsWith(".tests")).toList();
    }

    static Bundle bundle(String name) {
        return ours().stream().filter(bundle -> bundle.getSymbolicName().equals("org.nettunnel." + name)).findAny().orElseThrow();
    }

    static void startAll() throws BundleException {
        for (Bundle bundle : ours()) bundle.start(Bundle.START_ACTIVATION_POLICY);
    }

    /// What keeps components from being there, one sentence each; empty when all are satisfied.
    static List<String> unsatisfied() {
        var problems = new ArrayList<String>();
        ServiceComponentRuntime runtime = runtime();
        for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs()) {
            if (!component.bundle.symbolicName.startsWith("org.nettunnel.")) continue;
            var configurations = runtime.getComponentConfigurationDTOs(component);
            if (configurations.isEmpty()) problems.add(component.name + " waits for its configuration " + Arrays.toString(component.configurationPid));
            for (ComponentConfigurationDTO configuration : configurations) {
                if (configuration.state == ComponentConfigurationDTO.UNSATISFIED_REFERENCE)
                    problems.add(component.name + " misses " + missing(component, configuration));
                if (configuration.state == ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION) problems.add(component.name + " waits for its configuration");
                if (configuration.state == ComponentConfigurationDTO.FAILED_ACTIVATION) problems.add(component.name + " failed: " + configuration.failure);
            }
        }
        return problems;
    }

    static List<ComponentDescriptionDTO> components() {
        return runtime().getComponentDescriptionDTOs().stream().filter(component -> component.bundle.symbolicName.startsWith("org.nettunnel.")).toList();
    }

    /// Waits until the condition holds; it is asked again whenever a service changes.
    static boolean eventually(BooleanSupplier condition) throws InterruptedException {
        var held = new CountDownLatch(1);
        ServiceListener listener = _ -> {
            if (condition.getAsBoolean()) held.countDown();
        };
        CONTEXT.addServiceListener(listener);
        try {
            long end = System.nanoTime() + LONGEST.toNanos();
            // a component may also become satisfied after the last event of a service: ask again every now and then
            while (System.nanoTime() < end) {
                if (condition.getAsBoolean() || held.await(50, TimeUnit.MILLISECONDS)) return true;
            }
            return condition.getAsBoolean();
        } finally {
            CONTEXT.removeServiceListener(listener);
        }
    }

    /// The service interfaces that a bundle offers now.
    static List<String> offers(Bundle bundle) {
        var references = bundle.getRegisteredServices();
        if (references == null) return List.of();
        return Arrays.stream(references).flatMap(reference -> Arrays.stream((String[]) reference.getProperty(Constants.OBJECTCLASS)))
                .filter(name -> name.startsWith("org.nettunnel.")).sorted().toList();
    }

    private static List<String> missing(ComponentDescriptionDTO component, ComponentConfigurationDTO configuration) {
        List<String> names = Arrays.stream(configuration.unsatisfiedReferences).map(reference -> reference.name).toList();
        return Arrays.stream(component.references).filter(reference -> names.contains(reference.name))
                .map(reference -> reference.interfaceName + (reference.target == null ? "" : reference.target)).toList();
    }

    private static ServiceComponentRuntime runtime() {
        var reference = CONTEXT.getServiceReference(ServiceComponentRuntime.class);
        if (reference == null) throw new IllegalStateException("declarative services do not run");
        return CONTEXT.getService(reference);
    }
}
