package org.nettunnel.system.framework;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/// What declarative services say of a framework's components, asked by reflection: their classes are the framework's, not ours.
final class Components {
    private static final String RUNTIME = "org.osgi.service.component.runtime.ServiceComponentRuntime";
    /// `ComponentConfigurationDTO.SATISFIED`; below it and above `ACTIVE` are the states of what cannot be.
    private static final int SATISFIED = 4;
    private static final int ACTIVE = 8;

    private Components() {}

    /// The components of our bundles that cannot be there, one sentence each.
    static List<String> unsatisfied(BundleContext context) throws ReflectiveOperationException, InvalidSyntaxException {
        // all: a plain question leaves out what is offered under a class that is not ours
        ServiceReference<?>[] references = context.getAllServiceReferences(RUNTIME, null);
        if (references == null) return List.of("declarative services do not run");
        Object runtime = context.getService(references[0]);
        Class<?> type = Stream.of(runtime.getClass().getInterfaces()).filter(each -> each.getName().equals(RUNTIME)).findAny().orElseThrow();
        List<String> missing = new ArrayList<>();
        Object everywhere = Array.newInstance(Bundle.class, 0);
        for (Object component : (Collection<?>) type.getMethod("getComponentDescriptionDTOs", Bundle[].class).invoke(runtime, everywhere)) {
            String name = String.valueOf(value(component, "name"));
            if (!name.startsWith("org.nettunnel.")) continue;
            Collection<?> configurations = (Collection<?>) type.getMethod("getComponentConfigurationDTOs", component.getClass()).invoke(runtime, component);
            if (configurations.isEmpty()) missing.add(name + " waits for its configuration");
            for (Object configuration : configurations) {
                int state = (int) value(configuration, "state");
                if (state != SATISFIED && state != ACTIVE) missing.add(name + " is in state " + state);
            }
        }
        return missing;
    }

    private static Object value(Object dto, String field) throws ReflectiveOperationException {
        return dto.getClass().getField(field).get(dto);
    }
}
