package org.nettunnel.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;

/// What the node tells people of its settings is what the bundles do without a setting.
class SettingsTest {
    private static final String KNOB = "org.nettunnel.node.settings.Knob";

    /// Because whoever reads `nettunnel settings` decides by it, and the numbers stand in two bundles that do not know each other.
    @Test
    void theDefaultsThatAreToldAreThoseOfTheOptions() throws Exception {
        Map<String, String> ofOptions = new TreeMap<>();
        for (JavaClass options : Rooms.product())
            if (options.getSimpleName().endsWith("Options") && options.isAnnotation())
                for (JavaMethod option : options.getMethods())
                    ofOptions.put(section(options) + "." + option.getName().replace('_', '.'), String.valueOf(option.getDefaultValue().orElse("none")));
        Map<String, String> told = told();
        told.keySet().removeIf(key -> key.startsWith("node.") || key.startsWith("log."));
        assertTrue(ofOptions.size() > 15, ofOptions.toString());
        assertEquals(ofOptions, told);
    }

    /// `org.nettunnel.http.osgi` is the edge of the bundle `http`.
    private static String section(JavaClass options) {
        return options.getPackageName().split("\\.")[2];
    }

    /// By key, what the node says holds without a choice.
    private static Map<String, String> told() throws Exception {
        Map<String, String> told = new TreeMap<>();
        List<Path> folders = Rooms.classFolders();
        URL[] urls = new URL[folders.size()];
        for (int i = 0; i < urls.length; i++) urls[i] = folders.get(i).toUri().toURL();
        try (var loader = new URLClassLoader(urls, SettingsTest.class.getClassLoader())) {
            Class<?> knob = loader.loadClass(KNOB);
            Field all = knob.getDeclaredField("ALL");
            all.setAccessible(true);
            for (Object each : (List<?>) all.get(null)) told.put(said(knob, "key", each), said(knob, "byDefault", each));
        }
        return told;
    }

    private static String said(Class<?> knob, String component, Object of) throws Exception {
        Method accessor = knob.getDeclaredMethod(component);
        accessor.setAccessible(true);
        return String.valueOf(accessor.invoke(of));
    }
}
