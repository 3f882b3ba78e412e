package org.nettunnel.architecture;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;

/// What the build put into the jars: the generated component descriptions, and nothing of the tests.
@EnabledIfSystemProperty(named = "nettunnel.jars", matches = "required", disabledReason = "jars are made by ./dev build; ./dev test has classes only")
class JarTest {
    private static final String COMPONENT = "org.osgi.service.component.annotations.Component";

    @Test
    void everyComponentIsDescribedInItsJar() throws IOException {
        var problems = new ArrayList<String>();
        var seen = new TreeSet<String>();
        for (Path bundle : Rooms.bundles()) {
            Set<String> components = components(Rooms.product(), bundle.getFileName().toString());
            try (var jar = new JarFile(jar(bundle).toFile())) {
                String header = String.valueOf(jar.getManifest().getMainAttributes().getValue("Service-Component"));
                problems.addAll(undescribed(components, header, jar.stream().map(Object::toString).collect(Collectors.toSet())));
            }
            seen.addAll(components);
        }
        assertFalse(seen.isEmpty(), "no class carries @Component: the annotations were not read");
        Problems.check("the generator of component descriptions can be off without a word, and then nothing starts", problems,
                undescribed(Set.of("org.nettunnel.example.osgi.Forgotten"), "null", Set.of("META-INF/MANIFEST.MF")));
    }

    @Test
    void noTestIsShipped() throws IOException {
        for (Path bundle : Rooms.bundles()) {
            try (var jar = new JarFile(jar(bundle).toFile())) {
                List<String> tests = jar.stream().map(Object::toString).filter(name -> isTest(bundle, name)).toList();
                assertTrue(tests.isEmpty(), () -> bundle.getFileName() + " ships " + tests);
            }
        }
    }

    private static boolean isTest(Path bundle, String entry) {
        return entry.endsWith(".java") || entry.endsWith(".class") && Files.exists(bundle.resolve("src/test/java").resolve(entry.replace(".class", ".java")))
                && !entry.endsWith("package-info.class");
    }

    private static List<String> undescribed(Set<String> components, String header, Set<String> entries) {
        return components.stream().filter(name -> !entries.contains("OSGI-INF/" + name + ".xml")
                || !(header.contains("OSGI-INF/" + name + ".xml") || header.contains("OSGI-INF/*.xml"))).map(name -> name + " has no OSGI-INF description").toList();
    }

    private static Set<String> components(JavaClasses classes, String bundle) {
        return classes.stream().filter(type -> type.getPackageName().equals(bundle + ".osgi") && type.isAnnotatedWith(COMPONENT))
                .map(JavaClass::getName).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Path jar(Path bundle) throws IOException {
        try (Stream<Path> files = Files.list(bundle.resolve("target"))) {
            return files.filter(file -> file.getFileName().toString().startsWith(bundle.getFileName() + "-") && file.toString().endsWith(".jar")
                    && !file.toString().contains("-sources")).findAny().orElseThrow(() -> new IOException("no jar in " + bundle + "/target"));
        }
    }
}
